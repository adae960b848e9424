import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/** Every module that an entrance reaches: our files by name, packages as they are imported. */
function reach(entrance: string): ReadonlySet<string> {
  const seen = new Set<string>();
  const visit = (file: string) => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const [, specifier] of readFileSync(file, 'utf8').matchAll(/from '([^']+)';/g)) {
      if (specifier?.startsWith('.')) visit(resolve(dirname(file), specifier));
      else if (specifier !== undefined) seen.add(specifier);
    }
  };
  visit(fileURLToPath(new URL(entrance, import.meta.url)));
  return new Set([...seen].map((module) => module.split('/src/').at(-1) as string));
}

describe('what the server may import', () => {
  it('public reaches nothing that opens, unwraps, derives or signs', () => {
    const modules = reach('./public.ts');
    expect(modules).toContain('verify-signed.ts');
    expect(modules).toContain('join-proof.ts');
    const packages = [...modules].filter((module) => !module.endsWith('.ts'));
    expect(packages.sort()).toEqual(['@noble/hashes/sha2.js', '@postern/core']);
    for (const closed of [
      'seal',
      'wrap',
      'sign',
      'secrets',
      'derive',
      'account-keys',
      'key-storage',
      'opaque-client',
      'group-keys',
      'invitation-keys',
      'secret-with-words',
      'relink-words',
    ]) {
      expect(modules).not.toContain(`${closed}.ts`);
    }
  });

  it('opaque-server reaches the OPAQUE library and constants only', () => {
    expect([...reach('./opaque-server.ts')].sort()).toEqual([
      '@postern/core',
      '@serenity-kit/opaque',
      'argon2-costs.ts',
      'fixed-costs.ts',
      'opaque-server.ts',
    ]);
  });
});
