import { StoreError } from '../errors';
import { decode, decodeValue, eachElement } from '../bson/decode';
import { Doc, Value } from '../bson/values';
import type { Message } from './message';

/** A parsed command: its fields, and the documents of an insert still encoded. */
export interface Request {
  readonly name: string;
  readonly fields: Doc;
  readonly documents: readonly Buffer[];
}

/** Reads a command without decoding documents that are only to be stored. */
export function parseRequest(message: Message): Request {
  const fields: Doc = new Map();
  let documents: Buffer[] = [];
  let name = '';
  eachElement(message.body, 0, (field, type, start) => {
    name ||= field;
    if (field === 'documents' && type === 4) documents = rawArray(message.body, start);
    else fields.set(field, decodeValue(message.body, type, start));
  });
  for (const [field, docs] of message.sequences) {
    if (fields.has(field) || (field === 'documents' && documents.length > 0)) throw new StoreError('FailedToParse', `duplicate field '${field}'`);
    if (field === 'documents') documents = [...docs];
    else fields.set(field, docs.map((bytes): Value => decode(bytes)));
  }
  if (message.collection !== undefined) fields.set('$db', message.collection.replace(/\.\$cmd$/, ''));
  return { name, fields, documents };
}

function rawArray(body: Buffer, start: number): Buffer[] {
  const docs: Buffer[] = [];
  eachElement(body, start, (_, type, from, to) => {
    if (type !== 3) throw new StoreError('TypeMismatch', "BSON field 'insert.documents' must hold documents");
    docs.push(body.subarray(from, to));
  });
  return docs;
}
