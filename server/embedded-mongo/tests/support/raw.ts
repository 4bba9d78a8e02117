import { connect } from 'node:net';
import { BSON, type Document } from 'mongodb';

/** Sends one command over a connection of its own, as a driver that lost the first answer would, and hangs up. */
export async function raw(uri: string, command: Document): Promise<Document> {
  const socket = connect(decodeURIComponent(uri.split('/')[2] ?? ''));
  const body = BSON.serialize(command);
  const header = Buffer.alloc(21);
  header.writeInt32LE(body.length + 21, 0);
  header.writeInt32LE(1, 4);
  header.writeInt32LE(2013, 12);
  socket.write(Buffer.concat([header, body]));
  const chunks: Buffer[] = [];
  for await (const chunk of socket) {
    chunks.push(chunk as Buffer);
    const all = Buffer.concat(chunks);
    if (all.length >= 4 && all.length >= all.readInt32LE(0)) {
      socket.destroy();
      return BSON.deserialize(all.subarray(21));
    }
  }
  throw new Error('the connection ended');
}
