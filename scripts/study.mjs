import { spawn } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { root } from './set-up.mjs';
import { markdownOfStudy, picturesOf } from './study-text.mjs';

/**
 * `npm run study`: drives the denials as `npm run denials` does, with pictures, and writes `docs/study/` from what this
 * run measured. Nothing in that folder is written by hand.
 */
const kept = join(root, 'artifacts/study');
const written = join(root, 'docs/study');

rmSync(kept, { recursive: true, force: true });
const child = spawn(process.execPath, [join(root, 'scripts/denials.mjs')], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, DENIALS_STUDY: 'yes' },
});
child.on('error', (error) => {
  throw error;
});
child.on('close', (code) => {
  process.exitCode = code ?? 1;
  if (code !== 0) {
    process.stderr.write('The study was left as it is: not every row held.\n');
    return;
  }
  const records = readdirSync(kept)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(kept, name), 'utf8')));
  rmSync(written, { recursive: true, force: true });
  mkdirSync(join(written, 'images'), { recursive: true });
  for (const picture of picturesOf(records)) {
    if (existsSync(join(kept, picture))) copyFileSync(join(kept, picture), join(written, 'images', picture));
  }
  writeFileSync(join(written, 'README.md'), markdownOfStudy(records, new Date()));
});
