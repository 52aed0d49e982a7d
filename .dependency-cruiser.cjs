/** The direction of imports: main → api → engine → interfaces of store, managers and southbound. */
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: '^(src|conformance|test)/', pathNot: allowed },
});

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    only(
      'api',
      '^src/api/',
      '^src/(api/|engine/|store/(store|filter)\\.ts|managers/|southbound/environment/environment-source\\.ts|problem|log|metrics|config|certificates|document|api-version|identifier)',
      'api calls the engine and reads the store',
    ),
    only(
      'engine',
      '^src/engine/',
      '^src/(engine/|store/store\\.ts|managers/notifications\\.ts|southbound/(environment/environment-source|power/power-controller|vim/vim|vnfm/vnf-manager)\\.ts|problem|log|loop|metrics|config|identifier)',
      'the engine knows interfaces only',
    ),
    only(
      'store',
      '^src/store/',
      '^src/(store/|problem|log|engine/entities\\.ts)',
      'the store knows nothing but entities',
    ),
    only(
      'managers',
      '^src/managers/',
      '^src/(managers/|store/store\\.ts|engine/entities\\.ts|access-tokens|problem|log|loop|metrics|config|api-version|identifier)',
      'managers deliver what the engine decided',
    ),
    only(
      'southbound',
      '^src/southbound/',
      '^src/(southbound/|access-tokens|certificates|problem|log|metrics|api-version)',
      'an adapter knows its interface only',
    ),
    only('client', '^src/client/', '^src/client/', 'the client is for others: of the project it knows generated/ only'),
    {
      name: 'client-not-within',
      comment: 'the gateway is no client of itself',
      severity: 'error',
      from: { path: '^src', pathNot: '^src/client/' },
      to: { path: '^src/client/' },
    },
    only('conformance', '^conformance/', '^conformance/', 'conformance is a black box: it never imports src'),
    {
      name: 'express-in-api',
      severity: 'error',
      from: { path: '^src', pathNot: '^src/api' },
      to: { path: 'node_modules/express' },
    },
    {
      name: 'database-in-store',
      severity: 'error',
      from: { path: '^src', pathNot: '^src/store' },
      to: { path: 'node_modules/(kysely|pg|better-sqlite3)' },
    },
    {
      name: 'pure-rules',
      severity: 'error',
      from: { path: '^src/engine/rules/' },
      to: {
        pathNot: '^(src/engine/rules/|src/engine/entities\\.ts|generated/|src/problem|node_modules/sorted-btree/)',
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
  },
};
