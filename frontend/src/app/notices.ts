import { readonly, ref } from 'vue'

export type NoticeKind = 'success' | 'info' | 'warning' | 'error'

export interface Notice {
  id: number
  kind: NoticeKind
  text: string
  /** Takes back what the notice tells of. */
  undo?: () => unknown
}

const SHOWN_MS = 6_000
const UNDO_MS = 20_000 // long enough for whoever reads slowly or comes by keyboard
const notices = ref<Notice[]>([])
let last = 0

function dismiss(id: number): void {
  notices.value = notices.value.filter((notice) => notice.id !== id)
}

/** Tell the outcome of something, to eyes and to screen readers; errors stay until dismissed. */
function notify(text: string, kind: NoticeKind = 'success', undo?: () => unknown): void {
  const id = ++last
  const others = notices.value.filter((notice) => notice.text !== text)
  notices.value = [...others, { id, kind, text, ...(undo && { undo }) }]
  if (kind !== 'success' && kind !== 'info') return
  setTimeout(() => dismiss(id), undo ? UNDO_MS : SHOWN_MS)
}

export const useNotices = () => ({ notices: readonly(notices), notify, dismiss })
