import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { helpFiles } from './markdown.ts';

/**
 * `docs/help` is written from the catalogue. After changing words run
 * `POSTERN_UPDATE_DOCS=1 npx vitest run --project unit packages/access/src/help/markdown.test.ts`.
 */
const folder = fileURLToPath(new URL('../../../../docs/help/', import.meta.url));
const files = helpFiles();

beforeAll(() => {
  if (process.env.POSTERN_UPDATE_DOCS !== '1') return;
  for (const path of writtenFiles()) rmSync(join(folder, path));
  for (const [path, content] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
});

function writtenFiles(): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.md'));
}

describe('docs/help', () => {
  test('has exactly the pages of the catalogue', () => {
    expect(writtenFiles().sort()).toEqual([...files.keys()].sort());
  });

  test('says what the catalogue says', () => {
    for (const [path, content] of files) expect(readFileSync(join(folder, path), 'utf8'), path).toBe(content);
  });

  test('links to pages that exist', () => {
    for (const [path, content] of files) {
      for (const [, target = ''] of content.matchAll(/\]\(([^)]+)\)/g)) {
        const [file = '', anchor] = target.split('#');
        const linked = files.get(file);
        expect(linked, `${path} links to ${target}`).toBeDefined();
        if (anchor !== undefined) expect(linked).toContain(`<a id="${anchor}"></a>`);
      }
    }
  });
});
