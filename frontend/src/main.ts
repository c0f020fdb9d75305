import { createApp } from 'vue'
import { remember, restore } from '@/api/session'
import App from '@/app/App.vue'
import { i18n, startLanguage } from '@/app/i18n'
import { query } from '@/app/query'
import { router } from '@/app/router'
import '@/app/theme.css'
import '@/app/base.css'

const session = restore()
await Promise.all([startLanguage(), remember() || session])
createApp(App).use(i18n).use(query).use(router).mount('#app')

if (import.meta.env.PROD && 'serviceWorker' in navigator) {
  void navigator.serviceWorker.register('/sw.js')
}
