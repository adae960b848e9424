import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { precompress } from './build/precompress.ts';

/** `vite build` makes `dist/` with hashed assets; `--mode gallery` makes the sample pages for screenshots instead. */
export default defineConfig(({ mode }) => ({
  root: import.meta.dirname,
  plugins: [react(), tailwindcss(), ...(mode === 'gallery' ? [] : [precompress()])],
  resolve: { conditions: ['postern-source', 'module', 'browser', 'development|production'] },
  worker: { format: 'es' },
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
