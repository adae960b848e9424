#!/usr/bin/env node
import { existsSync } from 'node:fs';

// Node 20 warns at the first use of Ed25519 in WebCrypto. Newer versions have it for good, and it passes our vectors on
// this one, so that one warning is kept back; every other warning is shown.
const emitWarning = process.emitWarning;
process.emitWarning = (warning, ...rest) => {
  const [first] = rest;
  const type = typeof first === 'object' ? first?.type : first;
  if (type === 'ExperimentalWarning' && String(warning).includes('Ed25519')) return;
  emitWarning.call(process, warning, ...rest);
};

const program = new URL('../dist/cli.js', import.meta.url);
if (existsSync(program)) {
  const { runCli } = await import(program.href);
  await runCli(process.argv);
} else {
  process.stderr.write('Postern is not built yet. Run "npm start", which builds and serves it.\n');
  process.exitCode = 1;
}
