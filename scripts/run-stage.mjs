import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './set-up.mjs';
import { countsOf } from './summary.mjs';

const endings = ['SIGTERM', 'SIGHUP', 'SIGINT'];

/** No stage takes this long on two slow cores; one that does hangs. */
const longestMs = 20 * 60_000;

/**
 * Runs a stage's program with this Node and answers what came of it. `counted` names the file with its counts; a stage
 * without one is a single check. Never throws: a stage that cannot be run has failed.
 */
export async function runStage({ name, program: [script, ...arguments_], counted }) {
  const startedMs = performance.now();
  const { code, log } = await runToEnd([join(root, script), ...arguments_]);
  const seconds = (performance.now() - startedMs) / 1000;
  writeFileSync(join(root, `artifacts/test/${name.replaceAll(/[^a-z]+/gi, '-').toLowerCase()}.log`), log);
  const counts = countsOf(code, counted && readJson(counted));
  return { name, ok: counts.failed === 0, ...counts, seconds, log };
}

function runToEnd(arguments_) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, arguments_, {
      cwd: root,
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let log = '';
    const hear = (chunk) => {
      log += chunk;
    };
    child.stdout.setEncoding('utf8').on('data', hear);
    child.stderr.setEncoding('utf8').on('data', hear);
    const deadline = setTimeout(() => {
      log += `\nStopped after ${longestMs / 60_000} minutes.\n`;
      child.kill('SIGTERM');
      setTimeout(() => child.kill('SIGKILL'), 10_000).unref();
    }, longestMs);
    // Whoever ends the run ends its stage, which then takes down what it started.
    let ended = false;
    const pass = (signal) => {
      ended = true;
      child.kill(signal);
    };
    for (const signal of endings) process.on(signal, pass);
    child.on('error', (error) => {
      log += String(error);
    });
    child.on('close', (code) => {
      clearTimeout(deadline);
      for (const signal of endings) process.off(signal, pass);
      if (ended) process.exit(1);
      resolve({ code: code ?? 1, log });
    });
  });
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(join(root, path), 'utf8'));
  } catch {
    return undefined;
  }
}
