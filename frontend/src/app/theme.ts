import { readonly, ref } from 'vue'

export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

const KEY = 'course-selection.theme' // also read by public/theme.js
const system = matchMedia('(prefers-color-scheme: dark)')
const stored = localStorage.getItem(KEY)
const theme = ref<Theme>(stored === 'light' || stored === 'dark' ? stored : 'system')

function show(): void {
  const dark = theme.value === 'system' ? system.matches : theme.value === 'dark'
  document.documentElement.classList.toggle('dark', dark)
}

system.addEventListener('change', show)
show()

function choose(chosen: Theme): void {
  theme.value = chosen
  if (chosen === 'system') localStorage.removeItem(KEY)
  else localStorage.setItem(KEY, chosen)
  show()
}

/** Light, dark or as the system has it. */
export const useTheme = () => ({ theme: readonly(theme), choose })
