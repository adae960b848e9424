import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { blindSpots, cruise } from './check-imports.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const packages = ['core', 'crypto', 'ledger', 'access', 'contract', 'client', 'ui'];
let house = '';

/** A small house with the real packages' entries, so that the real resolution is what is tried. */
beforeEach(() => {
  house = mkdtempSync(join(tmpdir(), 'postern-arrows-'));
  cpSync(join(root, 'tsconfig.json'), join(house, 'tsconfig.json'));
  cpSync(join(root, 'tsconfig.base.json'), join(house, 'tsconfig.base.json'));
  mkdirSync(join(house, 'node_modules/@postern'), { recursive: true });
  for (const name of packages) {
    mkdirSync(join(house, `packages/${name}/src`), { recursive: true });
    cpSync(join(root, `packages/${name}/package.json`), join(house, `packages/${name}/package.json`));
    symlinkSync(join(house, `packages/${name}`), join(house, `node_modules/@postern/${name}`));
    write(`packages/${name}/src/index.ts`, `export const name = '${name}';`);
  }
  write('packages/crypto/src/public.ts', `export const verify = 1;`);
  write('packages/crypto/src/opaque-server.ts', `export const startLogin = 1;`);
  write('packages/crypto/src/seal.ts', `export const open = 1;`);
  write('packages/ledger/src/apply.ts', `${take('@postern/crypto/public')}${take('@postern/core')}`);
  write(
    'apps/server/src/main.ts',
    ['core', 'ledger', 'access', 'contract', 'crypto/public', 'crypto/opaque-server']
      .map((name) => take(`@postern/${name}`))
      .join(''),
  );
  write('apps/server/src/vault/queries.ts', 'export const rows = 1;');
  write('apps/server/src/vault/write-vault.ts', take('./queries.ts'));
  write('apps/web/src/main.ts', take('@postern/ui'));
  write('apps/web/src/client.worker.ts', take('@postern/client'));
});
afterEach(() => rmSync(house, { recursive: true, force: true }));

let taken = 0;
function take(from: string): string {
  taken += 1;
  return `import * as taken${taken} from '${from}';\nexport const kept${taken} = taken${taken};\n`;
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(house, path)), { recursive: true });
  writeFileSync(join(house, path), text);
}

const folders = ['packages', 'apps'];

describe('the import rules', () => {
  it('let the drawn arrows through, and follow them to source', () => {
    const seen = cruise(house, folders);
    expect(seen.violations).toEqual([]);
    expect(seen.arrows).toContainEqual({
      from: 'apps/server/src/main.ts',
      to: 'packages/crypto/src/public.ts',
    });
    expect(blindSpots(seen, seen.sources, 10)).toEqual([]);
  });

  it('bite on every wrong arrow', () => {
    const wrong: readonly [rule: string, from: string, specifier: string][] = [
      ['core-imports-nothing', 'packages/core/src/wrong.ts', '@postern/crypto'],
      ['crypto-to-core', 'packages/crypto/src/wrong.ts', '@postern/ledger'],
      ['ledger-to-core-and-public-crypto', 'packages/ledger/src/wrong.ts', '@postern/crypto'],
      ['access-to-core-and-ledger-types', 'packages/access/src/wrong.ts', '@postern/crypto/public'],
      ['access-takes-only-types-of-ledger', 'packages/access/src/wrong-types.ts', '@postern/ledger'],
      ['contract-to-core-and-access', 'packages/contract/src/wrong.ts', '@postern/client'],
      ['client-to-packages', 'packages/client/src/wrong.ts', '@postern/ui'],
      ['ui-to-contract-and-access', 'packages/ui/src/wrong.ts', '@postern/client'],
      ['server-arrows', 'apps/server/src/wrong.ts', '@postern/client'],
      ['pages-take-only-types-of-the-client', 'apps/web/src/wrong-page.ts', '@postern/client'],
      ['server-arrows', 'apps/server/src/wrong-opening.ts', '@postern/crypto'],
      ['web-arrows', 'apps/web/src/wrong.ts', '../../server/src/main.ts'],
      ['web-takes-only-types-of-crypto-and-ledger', 'apps/web/src/wrong-keys.ts', '@postern/crypto'],
      ['nothing-to-server', 'packages/client/src/wrong-server.ts', '../../../apps/server/src/main.ts'],
      ['shipped-code-takes-nothing-from-tests', 'packages/client/src/wrong-test.ts', './sample.test.ts'],
      ['no-io-in-rules', 'packages/access/src/wrong-io.ts', 'node:fs'],
      ['queries-stay-in-their-context', 'apps/server/src/account/wrong.ts', '../vault/queries.ts'],
      // A circle is reported once, from where the cruise met it.
      ['no-cycles', 'packages/core/src/wrong-circle-back.ts', './wrong-circle.ts'],
      ['resolvable', 'packages/core/src/wrong-nowhere.ts', './nowhere.ts'],
      ['ours-resolvable', 'apps/web/src/wrong-nowhere.ts', '@postern/core/nowhere'],
    ];
    write('packages/client/src/sample.test.ts', 'export const sample = 1;');
    write('packages/core/src/wrong-circle.ts', take('./wrong-circle-back.ts'));
    // The server's own arrow is right here; what it reaches through it is not.
    write('packages/crypto/src/opaque-server.ts', take('./seal.ts'));
    for (const [, from, specifier] of wrong) write(from, take(specifier));

    const { violations } = cruise(house, folders);
    const reported = new Set(violations.map(({ rule, from }) => `${rule}: ${from}`));
    for (const [rule, from] of wrong) expect(reported).toContain(`${rule}: ${from}`);
    expect(violations).toContainEqual({
      rule: 'server-reaches-no-opening-function',
      from: 'apps/server/src/main.ts',
      to: 'packages/crypto/src/seal.ts',
    });
    expect(new Set(violations.map(({ rule }) => rule)).size).toBeGreaterThanOrEqual(17);
  });

  it('do not pass by seeing nothing', () => {
    expect(
      blindSpots({ sources: [], arrows: [], violations: [] }, ['packages/core/src/index.ts'], 1),
    ).toEqual([
      'packages/core/src/index.ts was not seen',
      'only 0 imports from one package into another were followed',
    ]);
  });
});
