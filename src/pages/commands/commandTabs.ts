import { paths } from '../../data/paths';

/** The two lists of this page. */
export const commandTabs = (active: 'library' | 'runs') => [
  { text: 'Library', url: paths.commands(), active: active === 'library' },
  { text: 'Runs', url: paths.runs(), active: active === 'runs' },
];
