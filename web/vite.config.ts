/** Build, dev server and unit tests. The dev server speaks to a Matinee on its usual address. */
import { fileURLToPath } from 'node:url';

import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

import { wholePage } from './scripts/whole-page.ts';

const server = process.env['MATINEE_SERVER'] ?? 'http://127.0.0.1:8420';

export default defineConfig({
  plugins: [react(), tailwindcss(), wholePage()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: { host: '127.0.0.1', port: 5173, proxy: { '/api': { target: server } } },
  preview: { host: '127.0.0.1', port: 4173, proxy: { '/api': { target: server } } },
  // The worker that draws subtitles is a module: it names its own files by import.meta.url.
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    manifest: true,
    // The policy forbids data: scripts and fonts: everything stays a file.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
    modulePreload: { polyfill: false },
    // Few files for the first page, for each line takes one at a time: what changes least apart from the rest of it.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'core', priority: 2, test: /node_modules\/(react|react-dom|scheduler|react-router|@tanstack\/(query-core|react-query)|i18next|react-i18next|zustand)\// },
            { name: 'first', priority: 1, tags: ['$initial'] },
            { name: 'icons', test: /node_modules\/lucide-react\// },
          ],
        },
      },
    },
  },
  test: {
    // Most tests are of pure functions. One that needs a page says so in its first line: @vitest-environment jsdom
    environment: 'node',
    pool: 'threads',
    include: ['src/**/*.test.{ts,tsx}'],
    restoreMocks: true,
    testTimeout: 5000,
  },
});
