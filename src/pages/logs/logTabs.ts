import { paths } from '../../data/paths';

export const logTabs = (active: 'lines' | 'analysis' | 'sources') => [
  { text: 'Lines', url: paths.logs(), active: active === 'lines' },
  { text: 'Analysis', url: paths.logAnalysis(), active: active === 'analysis' },
  { text: 'Sources', url: paths.logSources(), active: active === 'sources' },
];
