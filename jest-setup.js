// Jest setup provided by Grafana scaffolding
import './.config/jest-setup';
import { configure } from '@testing-library/react';

// Waiting ends with the fact waited for: the bound is for a machine that does ten other things, and one second is not enough there.
configure({ asyncUtilTimeout: 15_000 });

// What jsdom lacks and Grafana's components, scenes and the virtual lists ask for.
const unseen = class {
  observe() {}
  unobserve() {}
  disconnect() {}
  takeRecords() {
    return [];
  }
};
Object.assign(global, { IntersectionObserver: unseen, ResizeObserver: unseen });
window.scrollTo = () => {};
const styleOf = window.getComputedStyle;
// jsdom complains about styles of pseudo-elements, which drawers ask for to measure a scroll bar.
window.getComputedStyle = (element) => styleOf(element);

// Grafana's page frame, reduced to what a page gives it.
jest.mock('@grafana/runtime', () => {
  const { createElement } = require('react');
  return {
    ...jest.requireActual('@grafana/runtime'),
    PluginPage: ({ children, actions, pageNav, subTitle }) =>
      createElement('main', null, createElement('h1', null, pageNav?.text), subTitle, actions, pageNav?.children?.map(({ text, url }) => createElement('a', { key: url, href: url }, text)), children),
  };
});
HTMLCanvasElement.prototype.getContext = () => ({ measureText: (text) => ({ width: text.length * 8 }), font: '' });
// jsdom lays nothing out: without a height a virtual list shows no row.
window.innerHeight = 900;
