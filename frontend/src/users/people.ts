/** A file of people: which column is what, and which lines cannot be used. */
import type { Line } from '@/app/delimited'

export const FIELDS = ['username', 'name', 'email', 'group', 'password'] as const
export const REQUIRED = ['username', 'name', 'email'] as const
export type Field = (typeof FIELDS)[number]

const ALIASES: Record<string, Field> = {
  用户名: 'username',
  账号: 'username',
  学号: 'username',
  姓名: 'name',
  邮箱: 'email',
  电子邮箱: 'email',
  密码: 'password',
  班级: 'group',
  'user name': 'username',
  'e-mail': 'email',
}

export interface PersonRow {
  line: number
  username: string
  name: string
  email: string
  group: string
  password: string
}

export interface People {
  rows: PersonRow[]
  /** Columns that have to be there and are not. */
  missing: Field[]
  /** Columns that nobody asks for. */
  ignored: string[]
}

/** The people of a file whose first line names the columns. */
export function peopleOf(lines: readonly Line[]): People {
  const [head, ...rest] = lines
  const names = (head?.cells ?? []).map((cell) => cell.trim().toLowerCase())
  const columns = names.map(fieldOf)
  const cell = (line: Line, field: Field): string =>
    line.cells[columns.indexOf(field)]?.trim() ?? ''
  return {
    missing: REQUIRED.filter((field) => !columns.includes(field)),
    ignored: names.filter((name, i) => name && !columns[i]),
    rows: rest.map((line) => ({
      line: line.number,
      username: cell(line, 'username'),
      name: cell(line, 'name'),
      email: cell(line, 'email'),
      group: cell(line, 'group'),
      password: cell(line, 'password'),
    })),
  }
}

function fieldOf(name: string): Field | undefined {
  return FIELDS.find((field) => field === name) ?? ALIASES[name]
}
