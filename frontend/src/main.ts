import { createApp } from 'vue'
import { remember, restore } from '@/api/session'
import App from '@/app/App.vue'
import { i18n, startLanguage } from '@/app/i18n'
import { query } from '@/app/query'
import { makeRouter } from '@/app/router'
import { nextTask } from '@/app/turns'
import '@/app/theme.css'
import '@/app/base.css'

// In pieces, as the page that opens: see turns.ts.
await nextTask()
const session = restore()
await Promise.all([startLanguage(), remember() || session])
const app = createApp(App).use(i18n).use(query)
await nextTask()
const router = makeRouter()
await nextTask()
app.use(router).mount('#app')

const WORKER_AFTER_MS = 2000 // it loads all pages of students: not in the way of the one that opens

if (import.meta.env.PROD && 'serviceWorker' in navigator) {
  setTimeout(() => void navigator.serviceWorker.register('/sw.js'), WORKER_AFTER_MS)
}
