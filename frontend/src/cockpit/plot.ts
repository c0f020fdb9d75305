/** From numbers over time to the lines of a small plot. */

export interface Point {
  at: number
  value: number
}

export interface Frame {
  from: number
  to: number
  top: number
}

export const WIDTH = 600
export const HEIGHT = 160

/** The end of the scale: 1, 2 or 5 times a power of ten, not below `most`. */
export function niceTop(most: number): number {
  if (most <= 1) return 1
  const power = 10 ** Math.floor(Math.log10(most))
  const factor = [1, 2, 5, 10].find((one) => one * power >= most) ?? 10
  return factor * power
}

/** What a plot shows of `points`; `limit` is a line that has to be seen too. */
export function frameOf(points: readonly Point[], limit: number | null = null): Frame {
  const times = points.map(({ at }) => at)
  const most = points.reduce((top, { value }) => Math.max(top, value), limit ?? 0)
  const from = Math.min(...times)
  return { from, to: Math.max(...times, from + 1), top: niceTop(most) }
}

export const xOf = (at: number, { from, to }: Frame): number => ((at - from) / (to - from)) * WIDTH
export const yOf = (value: number, { top }: Frame): number => HEIGHT - (value / top) * HEIGHT

/** The line through the points. */
export function lineOf(points: readonly Point[], frame: Frame): string {
  const steps = points.map(
    ({ at, value }) => `${round(xOf(at, frame))},${round(yOf(value, frame))}`,
  )
  return steps.length ? `M${steps.join('L')}` : ''
}

/** The area under that line. */
export function areaOf(points: readonly Point[], frame: Frame): string {
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last) return ''
  const [start, end] = [round(xOf(first.at, frame)), round(xOf(last.at, frame))]
  return `${lineOf(points, frame)}L${end},${HEIGHT}L${start},${HEIGHT}Z`
}

function round(number: number): number {
  return Math.round(number * 10) / 10
}
