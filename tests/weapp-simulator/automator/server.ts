import type { AddressInfo } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'
import { Simulator, type SimulatorOptions } from '../host/simulator'
import { appMethods } from './app-methods'
import { elementMethods, pageMethods } from './element-methods'
import { Handles } from './handles'
import type { Method, Params } from './params'

/** A simulator that speaks the protocol of WeChat DevTools' automator. */
export interface AutomatedSimulator {
  wsEndpoint: string
  simulator: Simulator
  close: () => Promise<void>
}

interface Message { id: string; method: string; params?: Params }

const firstLine = (error: unknown): string => (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? ''

/** Starts the mini-program and a WebSocket server on loopback that `miniprogram-automator` connects to. */
export async function startAutomatedSimulator(options: Omit<SimulatorOptions, 'onEvent'>): Promise<AutomatedSimulator> {
  const clients = new Set<WebSocket>()
  const emit = (method: string, params: unknown): void => clients.forEach((client) => client.send(JSON.stringify({ method, params })))
  const simulator = await Simulator.start({ ...options, onEvent: emit })
  const handles = new Handles(simulator.page)
  const methods: Record<string, Method> = { ...appMethods(simulator.page, emit), ...pageMethods(simulator.page, handles), ...elementMethods(handles) }

  const answer = async (text: string): Promise<object> => {
    const { id, method, params } = JSON.parse(text) as Message
    try {
      const work = methods[method]
      if (!work) throw new Error(`${method} is not implemented`)
      return { id, result: await work(params ?? {}) }
    } catch (error) {
      return { id, error: { message: firstLine(error) } }
    }
  }
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  await new Promise<void>((resolve) => { server.once('listening', resolve) })
  server.on('connection', (client) => {
    clients.add(client)
    client.on('close', () => clients.delete(client))
    client.on('message', (data: Buffer) => { void answer(data.toString()).then((reply) => client.send(JSON.stringify(reply))) })
  })
  return {
    wsEndpoint: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`, simulator,
    close: async () => {
      for (const client of clients) client.terminate()
      await new Promise<void>((resolve) => { server.close(() => resolve()) })
      await simulator.close()
    },
  }
}
