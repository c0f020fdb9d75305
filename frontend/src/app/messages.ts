/**
 * Reads a text: values stand in `{name}`, what means itself in `{'@'}`, the forms of a plural between bars. That is
 * all of vue-i18n's form that our texts use; its own compiler is a large part of what would be loaded and run first.
 */
import { toDisplayString } from 'vue'
import type { MessageCompiler, MessageContext } from 'vue-i18n'

type Say = (context: MessageContext) => string

const SLOT = /\{(?:'([^']*)'|(\w+))\}/ // splits into: text, itself, name, text, …
const PARTS = 3
const BAR = /\s*\|\s*/
const known = new Map<string, Say>()

export const readMessage: MessageCompiler = (message) => {
  const text = String(message)
  const found = known.get(text) ?? read(text)
  known.set(text, found)
  return found
}

function read(text: string): Say {
  const forms = text.split(BAR).map(readForm)
  const [only, ...others] = forms
  if (only && !others.length) return only
  return (context) => context.plural(forms.map((form) => form(context)))
}

function readForm(text: string): Say {
  const parts = text.split(SLOT)
  if (parts.length === 1) return () => text
  const says = parts.map((part, i): Say => {
    const isName = i % PARTS === PARTS - 1
    return isName && part ? ({ named }) => toDisplayString(named(part)) : () => part ?? ''
  })
  return (context) => says.map((say) => say(context)).join('')
}
