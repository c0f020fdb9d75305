import vue from '@vitejs/plugin-vue'
import { fileURLToPath, URL } from 'node:url'
import { defineConfig } from 'vitest/config'

const GATEWAY = process.env.GATEWAY_URL ?? 'http://127.0.0.1:8000'

// What the first file needs, what students' pages have in common, and what the pages before them do.
const SHARED = /rolldown.runtime|node_modules|by_name|\/src\/(api|app)\//
const STUDENTS =
  /\/src\/(catalogue|changes|holds|line|links|permits|plan|rounds|timetable|waitlist)\//
const ENTERING = /\/src\/(account|login)\//

export default defineConfig({
  plugins: [vue()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  define: {
    __VUE_OPTIONS_API__: false,
    __VUE_I18N_LEGACY_API__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
    __INTLIFY_DROP_MESSAGE_COMPILER__: true, // src/app/messages.ts reads them
    __VUE_I18N_FULL_INSTALL__: false,
  },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    manifest: true,
    reportCompressedSize: false,
    rolldownOptions: {
      // On a slow network and a slow processor each file costs more than its bytes.
      output: {
        codeSplitting: {
          groups: [
            { name: 'shared', test: SHARED, minShareCount: 2, priority: 2 },
            { name: 'student', test: STUDENTS, minShareCount: 2, priority: 1 },
            { name: 'entering', test: ENTERING, minShareCount: 2 },
          ],
        },
      },
    },
  },
  server: { port: 5173, strictPort: true, proxy: { '/api': { target: GATEWAY } } },
  test: { include: ['src/**/*.test.ts'], clearMocks: true },
})
