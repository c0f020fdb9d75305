/** From sections to blocks on a weekly grid: days are columns, minutes are rows, what overlaps stands side by side. */

import { clash, intervalsOf, meetsInWeek, overlap } from './times'
import type { Interval, MeetingTimes } from './times'

export const ROW_MINUTES = 5
const DEFAULT_FROM = 8 * 60 // minutes
const DEFAULT_TO = 18 * 60 // minutes
const WORKING_DAYS = 5

/** Why something is on the timetable. */
export type Role = 'held' | 'pending' | 'planned' | 'looked-at'

export interface Entry {
  readonly id: number
  readonly role: Role
  readonly label: string
  readonly meetings: readonly (MeetingTimes & { readonly location?: string })[]
}

export interface Block {
  readonly key: string
  readonly entry: Entry
  readonly interval: Interval
  readonly location: string
  readonly lane: number
  readonly lanes: number
  readonly clashes: boolean
}

export interface Week {
  readonly days: number
  readonly from: number
  readonly to: number
  readonly blocks: readonly Block[]
}

type Placed = Omit<Block, 'lane' | 'lanes' | 'clashes'>

/**
 * The blocks of `entries` in one week; `week` null is all weeks at once. On the days `off`, 0 is
 * Monday, there are no classes.
 */
export function layoutWeek(
  entries: readonly Entry[],
  week: number | null = null,
  off: readonly number[] = [],
): Week {
  const placed = entries
    .flatMap((entry) => blocksOf(entry, week))
    .filter(({ interval }) => !off.includes(interval.day))
  const days = Math.max(WORKING_DAYS, ...placed.map(({ interval }) => interval.day + 1))
  return {
    days,
    from: wholeHour(Math.min(DEFAULT_FROM, ...placed.map(({ interval }) => interval.start)), -1),
    to: wholeHour(Math.max(DEFAULT_TO, ...placed.map(({ interval }) => interval.end)), 1),
    blocks: Array.from({ length: days }, (_, day) =>
      layoutDay(placed.filter(({ interval }) => interval.day === day)),
    ).flat(),
  }
}

/** The grid row, 1 first, at which `minutes` begins in a week that is shown from `from`. */
export function gridRow(minutes: number, from: number): number {
  return Math.round((minutes - from) / ROW_MINUTES) + 1
}

/** Pairs of entries of which only one can be had. */
export function clashingPairs(entries: readonly Entry[]): [Entry, Entry][] {
  const times = entries.map((entry) => intervalsOf(entry.meetings))
  return entries.flatMap((one, i) =>
    entries
      .slice(i + 1)
      .filter((_, j) => clash(times[i] ?? [], times[i + 1 + j] ?? []))
      .map((other): [Entry, Entry] => [one, other]),
  )
}

/** The weeks that differ from the others; empty when everything meets every week. */
export function weeksNamed(entries: readonly Entry[]): number[] {
  const named = entries.flatMap((entry) => entry.meetings.flatMap((one) => one.weeks ?? []))
  return [...new Set(named)].sort((a, b) => a - b)
}

/** Entries without a time; they stand below the grid. */
export function withoutTime(entries: readonly Entry[]): Entry[] {
  return entries.filter((entry) => intervalsOf(entry.meetings).length === 0)
}

function blocksOf(entry: Entry, week: number | null): Placed[] {
  return entry.meetings.flatMap((meeting, i) =>
    intervalsOf([meeting])
      .filter((interval) => interval.day >= 0 && meetsInWeek(interval, week))
      .map((interval) => ({
        key: `${entry.role}-${entry.id}-${i}-${interval.day}`,
        entry,
        interval,
        location: meeting.location ?? '',
      })),
  )
}

function layoutDay(placed: readonly Placed[]): Block[] {
  const sorted = [...placed].sort(
    (a, b) => a.interval.start - b.interval.start || b.interval.end - a.interval.end,
  )
  return clusters(sorted).flatMap(layoutCluster)
}

/** Groups of blocks that touch each other directly or through a third one. */
function clusters(sorted: readonly Placed[]): Placed[][] {
  const found: Placed[][] = []
  let end = -1
  for (const block of sorted) {
    if (block.interval.start < end) found.at(-1)?.push(block)
    else found.push([block])
    end = Math.max(end, block.interval.end)
  }
  return found
}

function layoutCluster(cluster: readonly Placed[]): Block[] {
  const laneEnds: number[] = []
  const lanes = cluster.map(({ interval }) => {
    const free = laneEnds.findIndex((end) => end <= interval.start)
    const lane = free < 0 ? laneEnds.length : free
    laneEnds[lane] = interval.end
    return lane
  })
  return cluster.map((block, i) => ({
    ...block,
    lane: lanes[i] ?? 0,
    lanes: laneEnds.length,
    clashes: cluster.some(
      (other) => other.entry.id !== block.entry.id && overlap(other.interval, block.interval),
    ),
  }))
}

function wholeHour(minutes: number, direction: 1 | -1): number {
  const hours = minutes / 60
  return 60 * (direction > 0 ? Math.ceil(hours) : Math.floor(hours))
}
