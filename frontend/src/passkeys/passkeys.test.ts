import { afterEach, describe, expect, it, vi } from 'vitest'
import { bytesOf, textOf } from './bytes'
import { isHere, makePasskey, showPasskey } from './browser'
import { nameHere } from './names'

const bytes = (...values: number[]) => Uint8Array.from(values).buffer
const request = {
  challenge: 'AQID',
  timeout: 1,
  rpId: 'localhost',
  userVerification: 'preferred' as const,
  allowCredentials: [{ id: '_-8', transports: ['usb'], type: 'public-key' as const }],
}
const creation = {
  rp: { id: 'localhost', name: 'Course Selection' },
  user: { id: 'BAU', name: 'ada', displayName: 'Ada' },
  challenge: 'AQID',
  pubKeyCredParams: [{ alg: -7, type: 'public-key' as const }],
  timeout: 1,
  excludeCredentials: [],
  authenticatorSelection: {
    residentKey: 'preferred' as const,
    userVerification: 'preferred' as const,
  },
  attestation: 'none' as const,
}

function browser(work: (options: CredentialRequestOptions) => Promise<unknown>) {
  vi.stubGlobal('PublicKeyCredential', vi.fn())
  vi.stubGlobal('isSecureContext', true)
  const credentials = { get: work, create: work }
  vi.stubGlobal('navigator', { credentials })
}
afterEach(() => vi.unstubAllGlobals())

describe('bytes', () => {
  it.each([[[]], [[255]], [[251, 239]], [[1, 2, 3, 4]]])('%j go there and back', (values) => {
    const text = textOf(bytes(...values))
    expect(text).toMatch(/^[\w-]*$/)
    expect([...bytesOf(text)]).toEqual(values)
  })
})

describe('the browser', () => {
  it('is asked with bytes and answers in text', async () => {
    const get = vi.fn().mockResolvedValue({
      rawId: bytes(255, 239),
      response: {
        clientDataJSON: bytes(1),
        authenticatorData: bytes(2),
        signature: bytes(3),
        userHandle: null,
      },
    })
    browser(get)
    expect(await showPasskey(request, 'login')).toEqual({
      challenge: 'login',
      credential_id: '_-8',
      client_data: 'AQ',
      authenticator_data: 'Ag',
      signature: 'Aw',
      user_handle: null,
    })
    const { publicKey } = get.mock.calls[0]?.[0] as { publicKey: PublicKeyCredentialRequestOptions }
    expect([...(publicKey.challenge as Uint8Array)]).toEqual([1, 2, 3])
    expect([...(publicKey.allowCredentials?.[0]?.id as Uint8Array)]).toEqual([255, 239])
  })

  it.each([
    ['NotAllowedError', 'passkey_cancelled'],
    ['InvalidStateError', 'passkey_there'],
    ['SecurityError', 'passkey_unsupported'],
  ])('%s is told as %s', async (name, code) => {
    browser(() => Promise.reject(new DOMException('', name)))
    await expect(makePasskey(creation, 'login', 'Phone')).rejects.toMatchObject({ code })
  })

  it('that knows no passkeys is not asked', async () => {
    vi.stubGlobal('PublicKeyCredential', undefined)
    await expect(showPasskey(request, 'login')).rejects.toMatchObject({
      code: 'passkey_unsupported',
    })
    expect(isHere('http://localhost:8000')).toBe(false)
  })

  it('uses passkeys at their own address alone', () => {
    browser(() => Promise.resolve(null))
    vi.stubGlobal('location', { hostname: '127.0.0.1' })
    expect(isHere('http://localhost:8000')).toBe(false)
    vi.stubGlobal('location', { hostname: 'localhost' })
    expect(isHere('http://localhost:8000')).toBe(true)
    expect(isHere('')).toBe(false)
  })
})

describe('a name', () => {
  it.each([
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)', 'iPhone'],
    ['Mozilla/5.0 (Linux; Android 15)', 'Android'],
    ['Mozilla/5.0 (X11; Linux x86_64)', 'Linux'],
    ['curl', 'My passkey'],
  ])('%s is %s', (agent, name) => expect(nameHere(agent, 'My passkey')).toBe(name))
})
