import { buildServer, buildWeb, install, requireNode, say } from './set-up.mjs';
import { stopWithParent } from './stop-with-parent.mjs';

/** `npm start`: whatever set-up is still to do, then the server, in this very process. */
requireNode();
stopWithParent('start');
await install();
await buildWeb();
await buildServer();
say('Starting Postern ...');
process.argv.splice(2, process.argv.length, 'serve');
await import('../apps/server/bin/postern.mjs');
