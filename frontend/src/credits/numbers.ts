/** The number that was typed; null where nothing was. */
export const numberIn = (text: string): number | null => (text.trim() ? Number(text) : null)
