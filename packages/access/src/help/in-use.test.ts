import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { codes } from '../catalogue/catalogue.ts';
import { isInUse } from './in-use.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

/** What runs, without the words for codes: a code that stands there alone is given by nobody. */
function sourcesOf(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return /\/(?:catalogue|help|text)$/.test(path) ? [] : sourcesOf(path);
    return /(?<!\.test)\.tsx?$/.test(path) ? [readFileSync(join(root, path), 'utf8')] : [];
  });
}

test('every code that is listed as in use stands somewhere in what runs', () => {
  const folders = ['apps', 'packages'].flatMap((parent) =>
    readdirSync(join(root, parent)).map((name) => `${parent}/${name}/src`),
  );
  const written = folders.flatMap(sourcesOf).join('\n');
  const unwritten = codes.filter((code) => isInUse(code) && !written.includes(`'${code}'`));
  expect(unwritten).toEqual([]);
});
