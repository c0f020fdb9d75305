/** The exceptions that a student was granted and can use. */
import { student, type paths } from './student'
import type { Answer } from './types'

export type OwnPermit = Answer<paths, '/permits', 'get'>['items'][number]

export const listOwnPermits = async (): Promise<OwnPermit[]> =>
  (await student('get', '/permits', {})).items
