import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { plainContracts, usedStyles } from './scripts/lean-web.ts'

export default defineConfig({
  plugins: [react(), plainContracts, usedStyles],
  resolve: { alias: [{ find: /^#/, replacement: `${import.meta.dirname}/src/` }] },
  // The server puts a fresh nonce in for each page.
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    outDir: 'dist/web',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // Forty small files, each asked for by one screen more, came one after the other.
          groups: [{ name: 'shared', minShareCount: 4 }],
        },
      },
    },
  },
  server: { proxy: { '/api': 'http://localhost:3000', '/health': 'http://localhost:3000' } },
})
