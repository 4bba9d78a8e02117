/** Loaded into the processes of a journey before anything else: their clock is ahead by what the file JOURNEY_CLOCK says now. */
const { readFileSync } = require('node:fs')
const { clearInterval, setInterval } = require('node:timers')
const { shiftDate } = require('./shift-date.cjs')

const EVERY_MS = 20
let ahead = 0
const look = () => {
  ahead = Number(readFileSync(process.env.JOURNEY_CLOCK, 'utf8'))
}
look()
const timer = setInterval(() => {
  try {
    look()
  } catch {
    // The journey is over and its file is gone: the time stays what it was.
    clearInterval(timer)
  }
}, EVERY_MS)
timer.unref()
shiftDate(() => ahead)
