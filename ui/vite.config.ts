import { fileURLToPath } from 'node:url';

import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';

function folder(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}

export default defineConfig({
  plugins: [svelte(), svelteTesting()],
  resolve: {
    alias: {
      $lib: folder('./src/lib'),
      $messages: folder('../assets/messages'),
    },
  },
  server: {
    host: '127.0.0.1',
    port: 1420,
    strictPort: true,
    // The message catalogue is shared with the paper and lies outside this folder.
    fs: { allow: [folder('.'), folder('../assets')] },
  },
  build: {
    // The oldest web views a Cobro window runs in: WebKitGTK 2.40 and WebView2.
    target: ['safari16', 'chrome111'],
    // The content security policy allows files of the app, not data: URLs.
    assetsInlineLimit: 0,
    // Three windows, and nothing of the cards' page in the others'.
    rolldownOptions: {
      input: [folder('./index.html'), folder('./card.html'), folder('./display.html')],
    },
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.ts', 'tests/**/*.test.ts'],
    setupFiles: ['./tests/setup.ts'],
    restoreMocks: true,
  },
});
