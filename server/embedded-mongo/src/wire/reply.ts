import type { Encodable, Reply } from '../bson/encode';
import type { Value } from '../bson/values';
import { StoreError } from '../errors';

/** A successful reply: `ok: 1` is always its last field. */
export function okReply(reply: Reply): Reply {
  reply.set('ok', 1);
  return reply;
}

/** A failed command as MongoDB answers it. */
export function errorReply(error: StoreError): Reply {
  const reply: Reply = new Map<string, Encodable>([
    ['ok', 0],
    ['errmsg', error.message],
    ['code', error.code],
    ['codeName', error.codeName],
  ]);
  if (error.labels.length > 0) reply.set('errorLabels', [...error.labels]);
  for (const [name, value] of error.extra) reply.set(name, value as Value);
  return reply;
}
