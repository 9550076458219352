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
    // What each page needs, for the test that it is little.
    manifest: true,
    target: 'es2023',
    // The policy of the page lets in files alone, not data: URLs of scripts or fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // What several pages need is one file: many little ones compress worse and come later.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'shared', minShareCount: 4 }] } } },
  },
  server: {
    port: 5173,
    proxy: Object.fromEntries(['/v1', '/status'].map((path) => [path, { target: gavelUrl, changeOrigin: false }])),
  },
})
