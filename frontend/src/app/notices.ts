import { readonly, ref } from 'vue'

export type NoticeKind = 'success' | 'info' | 'warning' | 'error'

export interface Notice {
  id: number
  kind: NoticeKind
  text: string
}

const SHOWN_MS = 6_000
const notices = ref<Notice[]>([])
let last = 0

function dismiss(id: number): void {
  notices.value = notices.value.filter((notice) => notice.id !== id)
}

/** Tell the outcome of something, to eyes and to screen readers; errors stay until dismissed. */
function notify(text: string, kind: NoticeKind = 'success'): void {
  const id = ++last
  notices.value = [...notices.value.filter((notice) => notice.text !== text), { id, kind, text }]
  if (kind === 'success' || kind === 'info') setTimeout(() => dismiss(id), SHOWN_MS)
}

export const useNotices = () => ({ notices: readonly(notices), notify, dismiss })
