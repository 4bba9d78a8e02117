/**
 * The layers of ARCHITECTURE.md: a module may use its own layer and those below it, never one above.
 * The highest stands last. A folder that is not listed here is refused by `module-without-layer`.
 */
const LAYERS = [
  ['orgs', 'members', 'roster', 'auth', 'audit'],
  ['points', 'files'],
  ['activities'],
  ['attendance', 'checkins', 'screens'],
  ['study'],
  ['duties', 'reminders'],
  ['ratings', 'reports', 'home', 'me'],
  ['demo'],
]

const modules = (names) => `^server/src/modules/(?:${names.join('|')})/`
const TEST = '\\.(?:test|e2e)\\.tsx?$'
/** What one module may see of another: its use cases, its pure law, its types, the proof of its totals. */
const DOORS = '/(?:service|rules|types|reconcile)\\.ts$'

const upward = LAYERS.slice(0, -1).map((names, index) => ({
  name: `not-upward-from-${names[0]}`,
  comment: 'A lower layer never imports a higher one; what must flow upward goes by handlers that app.ts wires.',
  severity: 'error',
  from: { path: modules(names), pathNot: TEST },
  to: { path: modules(LAYERS.slice(index + 1).flat()) },
}))

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-circular', comment: 'Two files that need each other are one file, or hide a third.', severity: 'error', from: {}, to: { circular: true } },
    { name: 'not-to-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    { name: 'module-without-layer', comment: 'Give a new module its place in LAYERS.', severity: 'error', from: { path: '^server/src/modules/', pathNot: modules(LAYERS.flat()) }, to: {} },
    ...upward,
    { name: 'kernel-below-all', severity: 'error', from: { path: '^server/src/(?:kernel|wechat)/', pathNot: TEST }, to: { path: '^server/src/(?:modules|plugins|cli|app|main)' } },
    { name: 'wechat-above-kernel', severity: 'error', from: { path: '^server/src/kernel/', pathNot: TEST }, to: { path: '^server/src/wechat/' } },
    { name: 'plugins-know-no-module', severity: 'error', from: { path: '^server/src/plugins/', pathNot: TEST }, to: { path: '^server/src/modules/' } },
    {
      name: 'modules-know-no-composition', comment: 'app.ts composes the modules, never the other way round.', severity: 'error',
      from: { path: '^server/src/modules/', pathNot: TEST }, to: { path: '^server/src/(?:app|main|plugins/|cli/)' },
    },
    {
      name: 'only-through-the-door', comment: 'A module reaches another only through its service.ts, rules.ts or types.ts.', severity: 'error',
      from: { path: '^server/src/modules/([^/]+)/', pathNot: TEST }, to: { path: '^server/src/modules/[^/]+/', pathNot: ['^server/src/modules/$1/', DOORS] },
    },
    {
      name: 'model-is-private', comment: 'Collections belong to their module.', severity: 'error',
      from: { path: '^server/src/(?:modules/([^/]+)/|)' }, to: { path: '^server/src/modules/[^/]+/model\\.ts$', pathNot: '^server/src/modules/$1/' },
    },
    {
      name: 'rules-are-pure', comment: 'The law does no I/O: facts come in, a verdict goes out.', severity: 'error',
      from: { path: '^server/src/modules/[^/]+/rules(?:/[^/]+|)\\.ts$', pathNot: TEST },
      to: {
        path: [
          'node_modules/(?:mongoose|mongodb|fastify|@fastify|pino)/', '^(?:node:)?(?:fs|net|http|https|dns|child_process|worker_threads)(?:/|$)',
          '/model\\.ts$', '/service\\.ts$', '/routes\\.ts$', '^server/src/kernel/(?:transaction|jobs|endpoint|clock|context)\\.ts$', '^server/src/(?:wechat|plugins)/',
        ],
        dependencyTypesNot: ['type-only'],
      },
    },
    { name: 'server-without-miniapp', severity: 'error', from: { path: '^(?:server|shared-types)/' }, to: { path: '^miniapp/' } },
    { name: 'contract-below-all', severity: 'error', from: { path: '^shared-types/' }, to: { path: '^server/' } },
    { name: 'store-knows-no-application', severity: 'error', from: { path: '^server/embedded-mongo/' }, to: { path: ['^server/src/', '^shared-types/', '^miniapp/'] } },
    { name: 'store-through-its-door', severity: 'error', from: { path: '^server/src/' }, to: { path: '^server/embedded-mongo/(?!src/index\\.ts|dist/index\\.)' } },
    {
      name: 'typebox-stays-at-home', comment: 'The phone never loads the schema library.', severity: 'error',
      from: { path: ['^miniapp/', '^shared-types/src/.*routes\\.ts$', '^shared-types/src/constants\\.ts$', '^shared-types/src/common/route\\.ts$'] },
      to: { path: 'node_modules/(?:@sinclair/)?typebox', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'phone-takes-plain-contract', comment: 'From shared-types the phone loads routes, constants and common/route; schemas as types only.', severity: 'error',
      from: { path: '^miniapp/' },
      to: { path: '^shared-types/', pathNot: ['^shared-types/src/[^/]+/routes\\.ts$', '^shared-types/src/constants\\.ts$', '^shared-types/src/common/route\\.ts$'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'routes-take-types-only', severity: 'error',
      from: { path: '^shared-types/src/(?:[^/]+/routes|common/route|constants)\\.ts$' }, to: { path: 'schemas\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    { name: 'miniapp-without-server', severity: 'error', from: { path: '^miniapp/' }, to: { path: '^server/' } },
    { name: 'view-logic-without-taro', comment: 'features/*/model.ts is pure and runs anywhere.', severity: 'error', from: { path: '^miniapp/src/features/[^/]+/model\\.ts$' }, to: { path: 'node_modules/@tarojs/' } },
    { name: 'no-test-in-product', severity: 'error', from: { pathNot: [TEST, '^server/tests/', '^tests/', '^miniapp/tests/', '/tests?/'] }, to: { path: [TEST, '^tests/', '/tests/'] } },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '/dist/'] },
    exclude: { path: ['/dist/'] },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    tsConfig: { fileName: '.dependency-cruiser.tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['types', 'import', 'require', 'node', 'default'], extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json', '.d.ts'] },
  },
}
