import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { offlineShell } from './build/offline-shell.ts';
import { precompress } from './build/precompress.ts';

/** `vite build` makes `dist/` with hashed assets; `--mode gallery` makes the sample pages for screenshots instead. */
export default defineConfig(({ mode }) => ({
  root: import.meta.dirname,
  plugins: [react(), tailwindcss(), ...(mode === 'gallery' ? [] : [offlineShell(), precompress()])],
  resolve: { conditions: ['postern-source', 'module', 'browser', 'development|production'] },
  worker: { format: 'es' },
  experimental: {
    // Found from where the code itself came, so that one build serves the web's pages and the app's.
    renderBuiltUrl: (file, { hostType }) => (hostType === 'html' ? `/${file}` : { relative: true }),
  },
  server: { proxy: { '/api': 'http://localhost:4280', '/outbox': 'http://localhost:4280' } },
  build: {
    target: ['chrome123', 'firefox128', 'safari17.5'],
    outDir: mode === 'gallery' ? '../../artifacts/gallery' : 'dist',
    emptyOutDir: true,
    // An inlined asset would be a data: address, which the CSP allows for images only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    ...(mode === 'gallery' ? { rolldownOptions: { input: 'gallery.html' } } : {}),
  },
}));
