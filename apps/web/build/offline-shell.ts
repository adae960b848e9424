import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin } from 'vite';

/** What the app's page has more than the web's. */
const appHead = `
    <link rel="manifest" href="/app/manifest.webmanifest" />
    <link rel="apple-touch-icon" href="/app/icon-180.png" />`;

const entry = 'src/app-shell/app.service-worker.ts';
/** Pictures for the system's own use, which asks for them itself. */
const notKept = /\.map$|^app\/(?:icon-|manifest)/;

/**
 * Makes the installed app out of the web's build: its page, which loads the same assets under its own base, and its service
 * worker, which knows every file by name and is another one whenever one of them changed.
 */
export function offlineShell(): Plugin {
  let root = '';
  return {
    name: 'postern-offline-shell',
    apply: 'build',
    enforce: 'post',
    configResolved(config) {
      root = config.root;
    },
    async generateBundle(_options, bundle) {
      const page = bundle['index.html'];
      if (page?.type !== 'asset') throw new Error('the build has no index.html');
      const appPage = page.source
        .toString()
        .replaceAll('"/assets/', '"/app/assets/')
        .replace(/(?=\n\s*<\/head>)/, appHead);
      this.emitFile({ type: 'asset', fileName: 'app/index.html', source: appPage });

      const published = join(root, 'public');
      const copied = readdirSync(published, { recursive: true, withFileTypes: true })
        .filter((file) => file.isFile())
        .map((file) => join(file.parentPath, file.name).slice(published.length + 1));
      const kept = copied.filter((name) => !notKept.test(name));
      const assets = Object.keys(bundle).filter((name) => name.startsWith('assets/') && !notKept.test(name));

      const hash = createHash('sha256').update(appPage);
      for (const name of [...assets.sort(), ...kept.sort()]) {
        hash.update(`\n${name}\n`);
        // The names of assets hold their hashes.
        if (kept.includes(name)) hash.update(readFileSync(join(published, name)));
      }
      const files = ['/app/', ...assets.map((name) => `/app/${name}`), ...kept.map((name) => `/${name}`)];
      const shell = { build: hash.digest('hex').slice(0, 16), files };
      this.emitFile({ type: 'asset', fileName: 'app/sw.js', source: await bundleWorker(root, shell) });
    },
  };
}

/** The worker in one file that imports nothing: not every browser takes modules there. */
async function bundleWorker(root: string, shell: object): Promise<string> {
  const built = await build({
    root,
    configFile: false,
    logLevel: 'warn',
    resolve: { conditions: ['postern-source', 'module', 'browser', 'production'] },
    publicDir: false,
    define: { __SHELL__: JSON.stringify(shell) },
    build: {
      write: false,
      target: 'es2022',
      lib: { entry, formats: ['iife'], name: 'worker', fileName: 'sw' },
    },
  });
  const [output] = [built].flat();
  const chunk = output && 'output' in output ? output.output[0] : undefined;
  if (chunk === undefined) throw new Error('the service worker was not built');
  return chunk.code;
}
