/** What this browser keeps after its owner has logged out: readable again with their key alone (AES-GCM). */

const NONCE_BYTES = 12

const bytesOf = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
const textOf = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes))
const importKey = (key: string): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', bytesOf(key), 'AES-GCM', false, ['encrypt', 'decrypt'])

/** Browsers have no ciphers on plain HTTP off the own machine. */
export const canSeal = (): boolean => isSecureContext

export async function seal(key: string, text: string): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES))
  const plain = new TextEncoder().encode(text)
  const hidden = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await importKey(key), plain)
  return `${textOf(iv)}.${textOf(new Uint8Array(hidden))}`
}

/** What was sealed; null if it was with another key, or something else was done to it. */
export async function unseal(key: string, sealed: string): Promise<string | null> {
  const [iv = '', hidden = ''] = sealed.split('.')
  try {
    const algorithm = { name: 'AES-GCM', iv: bytesOf(iv) }
    const plain = await crypto.subtle.decrypt(algorithm, await importKey(key), bytesOf(hidden))
    return new TextDecoder().decode(plain)
  } catch {
    return null
  }
}
