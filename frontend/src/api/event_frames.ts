/** Server-sent events out of the pieces in which they arrive. */

export interface ServerEvent {
  /** null when the event does not move the last id. */
  readonly id: string | null
  readonly event: string
  readonly data: string
}

export class EventFrames {
  private rest = ''

  /** The events that `chunk` completes. */
  take(chunk: string): ServerEvent[] {
    const frames = (this.rest + chunk).split('\n\n')
    this.rest = frames.pop() ?? ''
    return frames.map(eventOf).filter((event) => event !== null)
  }
}

function eventOf(frame: string): ServerEvent | null {
  let id: string | null = null
  let event = 'message'
  const data: string[] = []
  for (const line of frame.split('\n')) {
    const [, name, value] = /^([^:]*):? ?(.*)$/s.exec(line) ?? []
    if (name === 'id') id = value ?? null
    else if (name === 'event') event = value ?? event
    else if (name === 'data') data.push(value ?? '')
  }
  return data.length ? { id, event, data: data.join('\n') } : null
}
