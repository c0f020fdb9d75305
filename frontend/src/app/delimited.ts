/** Files for spreadsheets: read with any of the usual separators, written so that no cell is a formula. */

const SEPARATORS = [',', ';', '\t'] as const
const BYTE_ORDER_MARK = '\uFEFF'
const FORMULA = /^(?:[\t\r\n]|\s*[=+\-@＝＋－＠])/
const NEEDS_QUOTES = /[",\r\n]/

export interface Line {
  /** Of the file, the first is 1. */
  number: number
  cells: string[]
}

/** The lines that are not blank. */
export function readDelimited(text: string): Line[] {
  const content = text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text
  return new Reader(content, separatorOf(content)).lines()
}

/** A file with a byte order mark, without which Excel spoils names. */
export function writeDelimited(rows: readonly (readonly (string | number)[])[]): string {
  const lines = rows.map((row) => row.map((cell) => cellText(String(cell))).join(','))
  return BYTE_ORDER_MARK + lines.map((line) => `${line}\r\n`).join('')
}

function cellText(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text
  return NEEDS_QUOTES.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

/** The separator that the first line has most of; a comma in doubt. */
function separatorOf(text: string): string {
  const [head = ''] = text.split(/[\r\n]/, 1)
  const count = (sign: string): number => head.split(sign).length
  return SEPARATORS.reduce((best, sign) => (count(sign) > count(best) ? sign : best), ',')
}

class Reader {
  private place = 0
  private line = 1

  constructor(
    private readonly text: string,
    private readonly separator: string,
  ) {}

  lines(): Line[] {
    const found: Line[] = []
    while (this.place < this.text.length) {
      const number = this.line
      const cells = this.row()
      if (cells.some((cell) => cell.trim())) found.push({ number, cells })
    }
    return found
  }

  private row(): string[] {
    const cells = [this.cell()]
    while (this.text[this.place] === this.separator) {
      this.place += 1
      cells.push(this.cell())
    }
    this.endLine()
    return cells
  }

  private cell(): string {
    return this.text[this.place] === '"' ? this.quoted() : this.bare()
  }

  private bare(): string {
    const start = this.place
    while (this.place < this.text.length && !this.atEnd()) this.place += 1
    return this.text.slice(start, this.place)
  }

  private quoted(): string {
    let cell = ''
    this.place += 1
    for (;;) {
      const close = this.text.indexOf('"', this.place)
      const piece = this.text.slice(this.place, close < 0 ? undefined : close)
      this.line += piece.split(/\r\n|\r|\n/).length - 1
      cell += piece
      if (close < 0) {
        this.place = this.text.length
        return cell
      }
      this.place = close + 1
      if (this.text[this.place] !== '"') return cell + this.bare()
      cell += '"'
      this.place += 1
    }
  }

  private atEnd(): boolean {
    const sign = this.text[this.place]
    return sign === this.separator || sign === '\n' || sign === '\r'
  }

  private endLine(): void {
    if (this.text.startsWith('\r\n', this.place)) this.place += 2
    else this.place += 1
    this.line += 1
  }
}
