// Who may import whom: the house's rules, checked by `npm run lint`.
const zone = (name, from, to, comment) => ({ name, severity: 'error', comment, from: { path: from, pathNot: '\\.test\\.tsx?$' }, to: { path: to } });
const exporter = '^exporter/src/';

module.exports = {
  forbidden: [
    { name: 'no-circle', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    { name: 'contract-imports-zod-alone', severity: 'error', from: { path: '^contract/', pathNot: '\\.test\\.ts$' }, to: { pathNot: ['^contract/', '^node_modules/zod'] } },
    zone('app-and-exporter-are-strangers', '^src/', '^exporter/', 'They share the contract only.'),
    zone('exporter-and-app-are-strangers', '^exporter/', '^src/', 'They share the contract only.'),
    zone('pages-import-no-pages', '^src/pages/([^/]+)/', '^src/pages/(?!$1/)', 'A page is a leaf; what two need is a component, a hook or a query.'),
    zone('data-below-pages', '^src/(data|queries|viz)/', '^src/(pages|app|panels|datasource)/', 'data, queries and viz know no page.'),
    zone('queries-below-viz', '^src/queries/', '^src/(viz|data|components)/', 'queries are pure functions.'),
    zone('collectors-do-no-io', `${exporter}collectors/`, `${exporter}(ssh|poll|fleet|store|http|notify)/|^(node:)?(fs|child_process|net|http|timers)`, 'Collectors are pure: snapshot in, families out.'),
    zone('leaves-know-no-upper-room', `${exporter}(ssh|snapshot|metrics)/`, `${exporter}(poll|fleet|store|http|notify)/`, 'ssh, snapshot and metrics are leaves.'),
    zone('store-below-fleet', `${exporter}store/`, `${exporter}(poll|fleet|http|notify|ssh|collectors)/`, 'The store knows rows only.'),
    zone('poll-below-fleet', `${exporter}poll/`, `${exporter}(fleet|http|notify)/`, 'poll tells by events.'),
    zone('fleet-below-doors', `${exporter}fleet/`, `${exporter}(http|notify)/`, 'Doors call fleet, not the other way round.'),
    zone('doors-apart', `${exporter}http/`, `${exporter}notify/`, 'http and notify meet in fleet.'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default'], extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'] },
  },
};
