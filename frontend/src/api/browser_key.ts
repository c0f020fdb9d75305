/** The key for what a student's browser keeps across logins. */
import { student } from './student'

export const getBrowserKey = async (): Promise<string> =>
  (await student('get', '/browser-key', {})).key
