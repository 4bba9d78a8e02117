import { readFileSync } from 'node:fs'
import { at } from '../../scripts/lib/top.mjs'
import { CATALOGUE } from './catalogue'

interface Pages { pages: string[]; subPackages: { root: string; pages: string[] }[] }

/** The pages of the mini-program as its configuration names them: the file is run with what Taro puts around it. */
function pagesOfConfig(): string[] {
  const text = readFileSync(at('miniapp', 'src', 'app.config.ts'), 'utf8').replace('export default defineAppConfig(', 'return (')
  const { pages, subPackages } = new Function(text)() as Pages
  return [...pages, ...subPackages.flatMap(({ root, pages: own }) => own.map((page) => `${root}/${page}`))]
}

describe('the catalogue of looks', () => {
  it('has every page of the mini-program, and no other', () => {
    expect([...new Set(CATALOGUE.map(({ page }) => page))].sort()).toEqual(pagesOfConfig().sort())
  })

  it('shows every page as it stands when all is well', () => {
    const ready = new Set(CATALOGUE.filter(({ state }) => state === 'ready').map(({ page }) => page))
    expect(pagesOfConfig().filter((page) => !ready.has(page))).toEqual([])
  })

  it('names every picture once', () => {
    const names = CATALOGUE.map(({ name }) => name)
    expect(names.filter((name, place) => names.indexOf(name) !== place)).toEqual([])
  })
})
