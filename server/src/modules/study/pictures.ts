import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { API_PREFIX } from '@pioneer/shared-types/common/route'
import { shippedFiles } from '../../kernel/rule-data'
import { ProblemError } from '../../kernel/problems'

const FOLDER = 'pictures'
const ENDING = '.svg'
const YEAR_SECONDS = 31_536_000

interface Picture { bytes: Buffer; digest: string }

let shelf: ReadonlyMap<string, Picture> | null = null

/** The pictures of the lessons by name; read once, they are part of the release. */
const pictures = (): ReadonlyMap<string, Picture> => (shelf ??= new Map(shippedFiles(FOLDER, ENDING).map(({ name, bytes }) => [
  name, { bytes, digest: createHash('sha256').update(bytes).digest('hex').slice(0, 12) },
])))

/** The address of a picture. It names the picture's content, so that what stands at an address never changes. */
export function pictureUrl(name: string): string {
  const digest = pictures().get(name)?.digest
  return `${API_PREFIX}/pictures/${name}${digest === undefined ? '' : `?v=${digest}`}`
}

/** Pictures of lessons, open to everybody: an image element sends no token. Not part of the JSON contract, hence without a tag in the document. */
export function pictureRoutes(app: FastifyInstance): void {
  app.get<{ Params: { name: string }; Querystring: { v?: string } }>(`${API_PREFIX}/pictures/:name`, {
    config: { access: { open: 'pictures of lessons; an image element sends no token' } },
  }, async ({ params, query }, reply) => {
    const picture = pictures().get(params.name)
    if (!picture) throw new ProblemError('not-found', { title: '没有这张图' })
    const exact = query.v === picture.digest
    return reply
      .header('content-type', 'image/svg+xml; charset=utf-8')
      // During an update two releases answer side by side: only the content that was asked for by name may be kept for ever.
      .header('cache-control', exact ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache')
      .header('x-content-type-options', 'nosniff')
      // The file runs nothing and loads nothing, also when it is opened by itself.
      .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
      .header('cross-origin-resource-policy', 'cross-origin')
      .send(picture.bytes)
  })
}
