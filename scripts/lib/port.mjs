import { createServer } from 'node:net'

/** Can this address be listened on? Answers the system's error code (EADDRINUSE, EACCES, ...) or null. Port 0 always can. */
export function portProblem(port, host) {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', (error) => resolve(error.code ?? error.message))
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(null)))
  })
}

const REASONS = {
  EADDRINUSE: ['已被其他程序占用', 'is in use by another program'],
  EACCES: ['没有权限使用', 'may not be used by this account'],
}

/** One line for the person whose port cannot be used. */
export function portSentence(code, port) {
  const [chinese, english] = REASONS[code] ?? [`不能使用（${code}）`, `cannot be used (${code})`]
  return `端口 ${port} ${chinese}。换一个端口：PORT=${port + 1} npm start / Port ${port} ${english}. Try another: PORT=${port + 1} npm start`
}
