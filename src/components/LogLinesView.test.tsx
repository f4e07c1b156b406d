import React from 'react';
import { screen } from '@testing-library/react';
import { aLine } from '../test/factories';
import { layOut } from '../test/layOut';
import { renderApp, setUpGrafana } from '../test/render';
import { LogLinesView } from './LogLinesView';

setUpGrafana();
layOut();

const lines = Array.from({ length: 200 }, (_, n) => aLine({ message: `line ${n}` }));

/** What an element does that is back where it was when it was drawn last: it is there, and says nothing. */
function scrollSilently() {
  jest.spyOn(Element.prototype, 'scrollHeight', 'get').mockReturnValue(200 * 20);
  Element.prototype.scrollTo = function (this: Element, to?: ScrollToOptions | number) {
    this.scrollTop = Math.min(typeof to === 'object' ? (to.top ?? 0) : 0, 200 * 20 - 600);
  } as typeof Element.prototype.scrollTo;
}

describe('lines that follow their end', () => {
  it('are drawn where the list stands, also when the browser tells nothing of its scrolling', async () => {
    scrollSilently();
    renderApp(<LogLinesView lines={lines} wrap follow />);
    expect(await screen.findByText('line 199')).toBeInTheDocument();
    expect(screen.queryByText('line 0')).not.toBeInTheDocument();
  });
});
