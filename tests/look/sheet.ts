import { existsSync } from 'node:fs'
import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { View } from './shapes'

/** One picture: of what, on what, in which file; `problem` when there is none. */
export interface Shot {
  view: View
  on: string
  file: string
  problem?: string
}

const STYLE = `body{margin:24px;background:#ddd6c8;font:14px/1.5 sans-serif;color:#221d18}h2{margin:40px 0 8px}
.row{display:flex;flex-wrap:wrap;align-items:flex-start}figure{margin:0 12px 20px 0;width:260px}figure.wide{width:640px}img{width:100%;border:1px solid #b7ab98;background:#fff}
figcaption{padding:4px 0}.drawn img{border:2px solid #b4862a}.bad{color:#97300f}nav a{margin-right:12px}`

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
const link = (file: string): string => `<a href="${file}"><img loading="lazy" src="${file}"></a>`

/** The drawn look of a page, copied beside the pictures; null when there is none. */
async function drawnFile(drawn: string | undefined, looks: string | undefined, into: string): Promise<string | null> {
  if (drawn === undefined || looks === undefined) return null
  const found = [`${drawn}-full.png`, `${drawn}.png`].find((name) => existsSync(join(looks, name)))
  if (found === undefined) return null
  await mkdir(join(into, 'drawn'), { recursive: true })
  await copyFile(join(looks, found), join(into, 'drawn', found))
  return `drawn/${found}`
}

function figure({ view, on, file, problem }: Shot): string {
  const what = `${escaped(view.name)} · ${escaped(on)}`
  return problem === undefined
    ? `<figure class="${on.includes('wide') ? 'wide' : ''}">${link(file)}<figcaption>${what}</figcaption></figure>`
    : `<figure><figcaption class="bad">${what}<pre>${escaped(problem.slice(0, 600))}</pre></figcaption></figure>`
}

/** Writes the contact sheet: grouped by page, the drawn look first. `looks` is the folder of drawn pictures, when there is one. */
export async function writeSheet(shots: readonly Shot[], into: string, looks: string | undefined): Promise<string> {
  const pages = [...new Set(shots.map(({ view }) => view.page))]
  const parts: string[] = []
  for (const page of pages) {
    const mine = shots.filter(({ view }) => view.page === page)
    const drawn: string[] = []
    for (const name of new Set(mine.map(({ view }) => view.drawn))) {
      const file = await drawnFile(name, looks, into)
      if (file !== null) drawn.push(`<figure class="drawn">${link(file)}<figcaption>drawn: ${escaped(name ?? '')}</figcaption></figure>`)
    }
    parts.push(`<h2 id="${page}">${page}</h2><div class="row">${drawn.join('')}${mine.map(figure).join('')}</div>`)
  }
  const file = join(into, 'index.html')
  const ways = pages.map((page) => `<a href="#${page}">${page}</a>`).join('')
  await writeFile(file, `<!doctype html><meta charset="utf-8"><title>先锋支部 · look</title><style>${STYLE}</style><nav>${ways}</nav>${parts.join('\n')}`)
  return file
}
