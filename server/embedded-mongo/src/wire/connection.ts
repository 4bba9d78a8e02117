import type { Socket } from 'node:net';
import type { Reply } from '../bson/encode';
import { helloReply } from '../commands/plain';
import type { StoreParts } from '../commands/context';
import type { Dispatcher } from '../commands/dispatch';
import { StoreError } from '../errors';
import { MAX_MESSAGE, Message, OP_MSG, OP_QUERY, encodeMessage, parseMessage } from './message';
import { errorReply } from './reply';
import { parseRequest } from './request';

/** Told about defects of the store itself; never about refusals. */
export type Log = (message: string, error?: unknown) => void;

/** Serves one client connection until it ends. */
export class Connection {
  private buffered: Buffer[] = [];
  private size = 0;

  constructor(
    private readonly socket: Socket,
    readonly id: number,
    private readonly parts: StoreParts,
    private readonly dispatcher: Dispatcher,
    private readonly log: Log,
  ) {
    socket.on('data', (chunk: Buffer) => this.receive(chunk));
  }

  private receive(chunk: Buffer): void {
    this.buffered.push(chunk);
    this.size += chunk.length;
    for (;;) {
      const length = this.nextLength();
      if (length === undefined || this.size < length) return;
      if (length < 16 || length > MAX_MESSAGE) {
        this.socket.destroy();
        return;
      }
      const all = this.buffered.length === 1 ? (this.buffered[0] as Buffer) : Buffer.concat(this.buffered, this.size);
      const rest = all.subarray(length);
      this.buffered = rest.length > 0 ? [rest] : [];
      this.size = rest.length;
      this.serve(all.subarray(0, length));
    }
  }

  private nextLength(): number | undefined {
    if (this.size < 4) return undefined;
    if ((this.buffered[0] as Buffer).length < 4) this.buffered = [Buffer.concat(this.buffered, this.size)];
    return (this.buffered[0] as Buffer).readInt32LE(0);
  }

  private serve(bytes: Buffer): void {
    const envelope = { requestId: bytes.readInt32LE(4), opCode: bytes.readInt32LE(12), silent: false };
    try {
      const message = parseMessage(bytes);
      const reply = this.answer(message);
      if (reply instanceof Promise) reply.then((done) => this.send(message, done), (error: unknown) => this.send(message, this.failure(error)));
      else this.send(message, reply);
    } catch (error) {
      if (envelope.opCode === OP_MSG || envelope.opCode === OP_QUERY) this.send(envelope, this.failure(error));
      else this.socket.destroy();
    }
  }

  private answer(message: Message): Reply | Promise<Reply> {
    const request = parseRequest(message);
    if (message.opCode !== OP_QUERY) return this.dispatcher.execute(request, this.id);
    // The old protocol serves only for the first hello of a connection.
    if (!['hello', 'ismaster', 'isMaster'].includes(request.name)) throw new StoreError('NotImplemented', `OP_QUERY with '${request.name}' is not implemented by the embedded store`);
    const reply = helloReply({ parts: this.parts, connectionId: this.id }, true);
    return reply.set('ok', 1);
  }

  private failure(error: unknown): Reply {
    if (error instanceof StoreError) return errorReply(error);
    this.log('a command failed inside the store', error);
    return errorReply(new StoreError('HostUnreachable', `internal error of the embedded store: ${error instanceof Error ? error.message : String(error)}`));
  }

  private send(message: Pick<Message, 'requestId' | 'opCode' | 'silent'>, reply: Reply): void {
    if (message.silent || this.socket.destroyed) return;
    let bytes: Buffer;
    try {
      bytes = encodeMessage(message, reply);
    } catch (error) {
      bytes = encodeMessage(message, this.failure(error));
    }
    this.socket.write(bytes);
  }
}
