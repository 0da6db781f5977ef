/** Build, dev server and unit tests. The dev server speaks to a Matinee on its usual address. */
import { fileURLToPath } from 'node:url';

import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const server = process.env['MATINEE_SERVER'] ?? 'http://127.0.0.1:8420';

export default defineConfig({
  plugins: [react(), tailwindcss()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: { host: '127.0.0.1', port: 5173, proxy: { '/api': { target: server } } },
  preview: { host: '127.0.0.1', port: 4173, proxy: { '/api': { target: server } } },
  build: {
    target: 'es2022',
    manifest: true,
    // The policy forbids data: scripts and fonts: everything stays a file.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
    modulePreload: { polyfill: false },
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    restoreMocks: true,
    testTimeout: 5000,
  },
});
