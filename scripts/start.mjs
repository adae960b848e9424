import { buildServer, buildWeb, install, requireNode, say } from './set-up.mjs';

/** `npm start`: whatever set-up is still to do, then the server, in this very process. */
requireNode();
stopWithParent();
await install();
await buildWeb();
await buildServer();
say('Starting Postern ...');
process.argv.splice(2, process.argv.length, 'serve');
await import('../apps/server/bin/postern.mjs');

/**
 * npm passes a signal to the shell between us and it; that shell ends without telling us. So a parent that is gone means
 * what the signal meant.
 */
function stopWithParent() {
  if (process.env.npm_lifecycle_event !== 'start') return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 300);
  watch.unref();
}
