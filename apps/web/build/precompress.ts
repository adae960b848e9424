import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

const compressible = /\.(?:js|css|html|svg|json|wasm|txt|webmanifest)$/;

/** Writes a `.br` and a `.gz` beside every text file of the build, so that the server never compresses on request. */
export function precompress(): Plugin {
  let folder = '';
  return {
    name: 'postern-precompress',
    apply: 'build',
    configResolved(config) {
      // An absolute outDir stands as it is; Vite takes a relative one from its root.
      folder = resolve(config.root, config.build.outDir);
    },
    async writeBundle() {
      for (const name of await readdir(folder, { recursive: true })) {
        if (!compressible.test(name)) continue;
        const bytes = await readFile(join(folder, name));
        const quality = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
        await writeFile(join(folder, `${name}.br`), brotliCompressSync(bytes, { params: quality }));
        await writeFile(join(folder, `${name}.gz`), gzipSync(bytes, { level: 9 }));
      }
    },
  };
}
