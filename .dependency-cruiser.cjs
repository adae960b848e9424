/**
 * The arrows of docs/architecture.md. What is not drawn here is refused, so zero knowledge is a property of the import
 * graph: the server reaches the parsing half of the cryptography and no more.
 */
const tests = String.raw`\.test\.tsx?$|/test/`;
const source = '^(packages|apps)/';

/** Everything of ours outside the allowed folders is refused; registry packages are no concern of this rule. */
function onlyTo(name, from, allowed) {
  return {
    name,
    severity: 'error',
    from: { path: from, pathNot: tests },
    to: { path: `${source}|^(e2e|bench|attacks|recovery|scripts)/`, pathNot: [from, ...allowed] },
  };
}

const core = '^packages/core/src/';
const ledger = '^packages/ledger/src/';
const access = '^packages/access/src/';
const contract = '^packages/contract/src/';
const client = '^packages/client/src/';
const ui = '^packages/ui/src/';
const crypto = '^packages/crypto/src/';
const cryptoPublic = '^packages/crypto/src/public[.]ts$';
const cryptoOpaqueServer = '^packages/crypto/src/opaque-server[.]ts$';

/** Nothing but types may come from these. */
function onlyTypesTo(name, from, types) {
  return {
    name,
    severity: 'error',
    from: { path: from, pathNot: tests },
    to: { path: types, dependencyTypesNot: ['type-only'] },
  };
}

module.exports = {
  forbidden: [
    onlyTo('core-imports-nothing', core, []),
    onlyTo('crypto-to-core', crypto, [core]),
    onlyTo('ledger-to-core-and-public-crypto', ledger, [core, cryptoPublic]),
    onlyTo('access-to-core-and-ledger-types', access, [core, ledger]),
    onlyTypesTo('access-takes-only-types-of-ledger', access, ledger),
    onlyTo('contract-to-core-and-access', contract, [core, access]),
    onlyTo('client-to-packages', client, [core, crypto, ledger, access, contract]),
    onlyTo('ui-to-contract-and-access', ui, [core, access, contract]),
    onlyTo('server-arrows', '^apps/server/', [
      core,
      ledger,
      access,
      contract,
      cryptoPublic,
      cryptoOpaqueServer,
    ]),
    onlyTo('cli-arrows', '^apps/cli/src/', [core, access, client, '^apps/cli/package[.]json$']),
    onlyTo('web-arrows', '^apps/web/', [core, access, contract, client, ui, crypto, ledger]),
    onlyTypesTo('web-takes-only-types-of-crypto-and-ledger', '^apps/web/', `${crypto}|${ledger}`),
    {
      name: 'pages-take-only-types-of-the-client',
      comment:
        'Keys and cryptography live in the worker: one value import would put all of them into the page.',
      severity: 'error',
      from: { path: '^apps/web/src/', pathNot: [tests, '^apps/web/src/client[.]worker[.]ts$'] },
      to: {
        path: client,
        pathNot: '/(check-password|invited-address|own-pdf)[.]ts$',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'nothing-to-server',
      comment: 'Only tests, attacks, benchmarks and the browser suite may hold a server.',
      severity: 'error',
      from: { path: source, pathNot: [tests, '^apps/server/'] },
      to: { path: '^apps/server/' },
    },
    {
      name: 'shipped-code-takes-nothing-from-tests',
      severity: 'error',
      from: { path: source, pathNot: tests },
      to: { path: [tests, '^(e2e|bench|attacks|recovery)/'] },
    },
    {
      name: 'no-io-in-rules',
      comment: 'Rules are pure: no file, no network, no process.',
      severity: 'error',
      from: { path: [core, ledger, access, contract].join('|'), pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'server-reaches-no-opening-function',
      comment: 'Not even through others: nothing the server loads can open a sealed object or unwrap a key.',
      severity: 'error',
      from: { path: '^apps/server/(src|bin)/', pathNot: tests },
      to: {
        path: '^packages/crypto/src/(seal|wrap|entry-sealing|account-keys|account-state|key-storage|device-unlock|recovery-code|shared-keys|opaque-client|sign)[.]ts$',
        reachable: true,
      },
    },
    {
      name: 'queries-stay-in-their-context',
      comment: 'No context reads the tables of another; access/facts.ts alone reads across.',
      severity: 'error',
      from: { path: '^apps/server/src/([^/]+)/', pathNot: [tests, '^apps/server/src/access/facts[.]ts$'] },
      to: { path: '^apps/server/src/[^/]+/queries([.]ts$|/)', pathNot: '^apps/server/src/$1/' },
    },
    {
      name: 'no-cycles',
      comment: 'Types may refer to each other; code that loads may not.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'resolvable',
      comment: 'What cannot be resolved is not checked.',
      severity: 'error',
      from: { pathNot: '^apps/web/' },
      to: { couldNotResolve: true },
    },
    {
      name: 'ours-resolvable',
      comment:
        'The web client also imports through its bundler (workers, styles); our own packages must resolve.',
      severity: 'error',
      from: { path: '^apps/web/' },
      to: { couldNotResolve: true, path: ['^@postern/', '^[.]{1,2}/[^?]*$'] },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|data|artifacts)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['postern-source', 'import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.d.mts'],
    },
  },
};
