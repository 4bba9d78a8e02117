import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The top folder of the repository. */
export const top = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
/** A path below the top folder. */
export const at = (...parts) => join(top, ...parts)

const NEEDED = [20, 19]

/** Is this version of Node (as in process.versions.node) new enough? */
export function isNodeNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1])
}

/** Ends the process with one line when Node is too old. */
export function requireNode() {
  if (isNodeNewEnough(process.versions.node)) return
  console.error(`需要 Node.js ${NEEDED.join('.')} 或更新的版本，现在是 ${process.versions.node}。 / Node.js ${NEEDED.join('.')} or newer is needed, this is ${process.versions.node}.`)
  process.exit(1)
}
