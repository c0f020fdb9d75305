import { describe, expect, it } from 'vitest'
import { EventFrames } from './event_frames'

describe('events', () => {
  it('are read out of any pieces', () => {
    const text =
      ': hi\n\nid: 5121\nevent: seats\ndata: [[17,30,30]]\n\nevent: outcome\ndata: {"a":\ndata: 1}\n\n'
    for (const size of [1, 7, text.length]) {
      const frames = new EventFrames()
      const pieces = text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? []
      expect(pieces.flatMap((piece) => frames.take(piece))).toEqual([
        { id: '5121', event: 'seats', data: '[[17,30,30]]' },
        { id: null, event: 'outcome', data: '{"a":\n1}' },
      ])
    }
  })

  it('that are only signs of life are none', () => {
    expect(new EventFrames().take(': still here\n\n')).toEqual([])
  })

  it('are kept back until they are whole', () => {
    const frames = new EventFrames()
    expect(frames.take('event: resync\ndata: {}\n')).toEqual([])
    expect(frames.take('\n')).toHaveLength(1)
  })
})
