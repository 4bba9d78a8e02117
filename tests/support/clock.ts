import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The time of a journey, for its service and its phones. */
export interface JourneyClock {
  /** What the service's processes need to have this time. */
  env: Record<string, string>
  /** How far ahead of the machine's clock it is, in milliseconds. */
  ahead: () => number
  now: () => number
  /** Moves on by so many milliseconds. Phones that are open already keep the time they were opened with. */
  advance: (milliseconds: number) => Promise<void>
  close: () => void
}

const HOUR = 3_600_000
const DAY = 24 * HOUR
const SHANGHAI = 8 * HOUR
/** More than the processes wait between two looks at the file. */
const SEEN_MS = 400

/** A clock on which it is now this hour in Shanghai: whatever depends on the time of day (quiet hours, greetings) is the same at night. */
export function clockAt(hour: number): JourneyClock {
  const folder = mkdtempSync(join(tmpdir(), 'pioneer-clock-'))
  const file = join(folder, 'ahead')
  const sinceMidnight = (Date.now() + SHANGHAI) % DAY
  let ahead = (hour * HOUR - sinceMidnight + DAY) % DAY
  const write = (): void => {
    writeFileSync(`${file}.new`, String(ahead))
    renameSync(`${file}.new`, file)
  }
  write()
  const preload = `--require ${JSON.stringify(join(__dirname, 'shifted-process.cjs'))}`
  return {
    env: { JOURNEY_CLOCK: file, NODE_OPTIONS: [process.env['NODE_OPTIONS'], preload].filter(Boolean).join(' ') },
    ahead: () => ahead,
    now: () => Date.now() + ahead,
    advance: async (milliseconds) => {
      ahead += milliseconds
      write()
      await new Promise((resolve) => setTimeout(resolve, SEEN_MS))
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  }
}
