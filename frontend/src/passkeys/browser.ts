/** What the browser does with passkeys, from what the server asks for to what it wants back. */
import { Problem } from '@/api/client'
import type { CreationOptions, NewPasskey, RequestOptions, ShownPasskey } from '@/api/passkeys'
import { bytesOf, textOf } from './bytes'

/** Whether this browser knows passkeys, on this page. */
export const knowsPasskeys = (): boolean =>
  typeof PublicKeyCredential === 'function' && isSecureContext

/** Whether passkeys for the pages at `address` can be used on this one. */
export function isHere(address: string): boolean {
  return knowsPasskeys() && address !== '' && new URL(address).hostname === location.hostname
}

/** A new passkey, once its owner agrees; the challenge is what it is brought back with. */
export async function makePasskey(
  options: CreationOptions,
  challenge: string,
  name: string,
): Promise<NewPasskey> {
  const { response } = await asked<AuthenticatorAttestationResponse>((signal) =>
    navigator.credentials.create({
      publicKey: {
        ...options,
        challenge: bytesOf(options.challenge),
        user: { ...options.user, id: bytesOf(options.user.id) },
        excludeCredentials: options.excludeCredentials.map(described),
      },
      signal,
    }),
  )
  return {
    challenge,
    name,
    client_data: textOf(response.clientDataJSON),
    attestation: textOf(response.attestationObject),
    transports: response.getTransports?.() ?? [],
  }
}

/** What one of the passkeys signs, once its owner agrees. */
export async function showPasskey(
  options: RequestOptions,
  challenge: string,
): Promise<ShownPasskey> {
  const { rawId, response } = await asked<AuthenticatorAssertionResponse>((signal) =>
    navigator.credentials.get({
      publicKey: {
        ...options,
        challenge: bytesOf(options.challenge),
        allowCredentials: options.allowCredentials.map(described),
      },
      signal,
    }),
  )
  return {
    challenge,
    credential_id: textOf(rawId),
    client_data: textOf(response.clientDataJSON),
    authenticator_data: textOf(response.authenticatorData),
    signature: textOf(response.signature),
    user_handle: response.userHandle ? textOf(response.userHandle) : null,
  }
}

function described({ id, transports }: RequestOptions['allowCredentials'][number]) {
  return {
    type: 'public-key' as const,
    id: bytesOf(id),
    transports: transports as AuthenticatorTransport[],
  }
}

let underWay = new AbortController()

/** Ask for no passkey any longer. */
export const leavePasskey = (): void => underWay.abort()

/** A browser asks for one passkey at a time: the next question ends the one before. */
async function asked<Response>(
  ask: (signal: AbortSignal) => Promise<Credential | null>,
): Promise<PublicKeyCredential & { response: Response }> {
  if (!knowsPasskeys()) throw failure('passkey_unsupported')
  underWay.abort()
  underWay = new AbortController()
  try {
    const credential = await ask(underWay.signal)
    return credential as PublicKeyCredential & { response: Response }
  } catch (error) {
    throw failure(CODES[error instanceof DOMException ? error.name : ''] ?? 'passkey_cancelled')
  }
}

const CODES: Record<string, string> = {
  InvalidStateError: 'passkey_there',
  NotSupportedError: 'passkey_unsupported',
  SecurityError: 'passkey_unsupported',
}

const NO_ANSWER = 400 // as of a request that nobody could answer well

const failure = (code: string): Problem => new Problem(NO_ANSWER, code, '')
