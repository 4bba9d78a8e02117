/**
 * Makes everything that runs here read a clock that is ahead of the machine's. Needs nothing around it, so that it can be
 * handed to a browser as well. `ahead` is asked at every reading, in milliseconds.
 * @param {() => number} ahead
 */
function shiftDate(ahead) {
  const Machine = globalThis.Date
  const read = Machine.now.bind(Machine)
  const now = () => read() + ahead()
  const Shifted = new Proxy(Machine, {
    construct: (target, args, made) => Reflect.construct(target, args.length === 0 ? [now()] : args, made === Shifted ? target : made),
    apply: () => new Shifted().toString(),
  })
  Machine.now = now
  Machine.prototype.constructor = Shifted
  globalThis.Date = Shifted
}

module.exports = { shiftDate }
