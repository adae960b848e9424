#!/usr/bin/env node
// Node 20 warns at the first use of Ed25519 in WebCrypto. Newer versions have it for good, and it passes our vectors on
// this one, so that one warning is kept back; every other warning is shown.
const emitWarning = process.emitWarning;
process.emitWarning = (warning, ...rest) => {
  const [first] = rest;
  const type = typeof first === 'object' ? first?.type : first;
  if (type === 'ExperimentalWarning' && String(warning).includes('Ed25519')) return;
  emitWarning.call(process, warning, ...rest);
};

const { buildCli, install, requireNode } = await import('../../../scripts/set-up.mjs');
requireNode();
await install();
await buildCli();
const { run } = await import('../dist/main.js');
process.exitCode = await run(process.argv.slice(2));
