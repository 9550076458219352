import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Where `pnpm --filter @gavel/web page` finds everything but the page. */
const gavelUrl = process.env.GAVEL_URL ?? 'http://localhost:4000'

export default defineConfig({
  root: resolve(import.meta.dirname, 'page'),
  plugins: [react()],
  build: {
    outDir: resolve(import.meta.dirname, 'dist'),
    emptyOutDir: true,
    target: 'es2023',
    // The policy of the page lets in files alone, not data: URLs of scripts or fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    port: 5173,
    proxy: Object.fromEntries(['/v1', '/status'].map((path) => [path, { target: gavelUrl, changeOrigin: false }])),
  },
})
