/** One wrong field of a request; `message` is in English, the others are for every language. */
export interface FieldError {
  where: string
  message: string
  code?: string
  values?: Record<string, unknown>
  /** Of a file, from 1. */
  line?: number
  /** Its name; "" is the whole row. */
  column?: string
}

interface ProblemBody {
  code?: unknown
  detail?: unknown
  errors?: unknown
  values?: unknown
}

const OFFLINE = 0

/** A "no" of the system, or silence: code for programs, detail for people. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly retryAfter: number | null = null,
    readonly errors: FieldError[] = [],
    readonly values: Record<string, unknown> = {},
  ) {
    super(detail || code)
    this.name = 'Problem'
  }

  /** Whether nobody answered: the device is offline or the server is down. */
  get offline(): boolean {
    return this.status === OFFLINE
  }
}

/** What a request ends in that nobody answered. */
export function silence(): Problem {
  return new Problem(OFFLINE, 'offline', '')
}

/** The problem that a response with an error status holds. */
export async function problemOf(response: Response): Promise<Problem> {
  const body = (await response.json().catch(() => ({}))) as ProblemBody
  const code = typeof body.code === 'string' ? body.code : `http_${response.status}`
  const detail = typeof body.detail === 'string' ? body.detail : ''
  const errors = Array.isArray(body.errors) ? (body.errors as FieldError[]) : []
  const values = (body.values ?? {}) as Record<string, unknown>
  return new Problem(response.status, code, detail, secondsOf(response), errors, values)
}

function secondsOf(response: Response): number | null {
  const seconds = Number(response.headers.get('Retry-After') ?? NaN)
  return Number.isFinite(seconds) ? seconds : null
}
