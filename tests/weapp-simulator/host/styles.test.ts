import { inlineImports, toCss, unclosed } from './styles'

const sheets = (files: Record<string, string>) => new Map(Object.entries(files))

describe('imports', () => {
  it('stand where their @import stood, with every way of writing it', () => {
    const files = sheets({
      'pages/a/index.wxss': '@import "../../base.wxss";@import url(\'./part.wxss\');.a{color:red}', 'base.wxss': '.base{}', 'pages/a/part.wxss': '@import "/deep/leaf.wxss";.part{}', 'deep/leaf.wxss': '.leaf{}',
    })
    expect(inlineImports('pages/a/index.wxss', files)).toBe('.base{}.leaf{}.part{}.a{color:red}')
  })
  it('of a sheet that is not there, or of itself, are told', () => {
    expect(() => inlineImports('a.wxss', sheets({ 'a.wxss': '@import "./b.wxss";' }))).toThrow('@import of b.wxss: no such file')
    expect(() => inlineImports('a.wxss', sheets({ 'a.wxss': '@import "b.wxss";', 'b.wxss': '@import "a.wxss";' }))).toThrow('@import of a.wxss by itself')
  })
  it('may be named twice', () => {
    expect(inlineImports('a.wxss', sheets({ 'a.wxss': '@import "c.wxss";@import "c.wxss";', 'c.wxss': '.c{}' }))).toBe('.c{}.c{}')
  })
})

it.each<[string, string, string]>([
  ['a built-in by its name', 'view{color:red}', 'wx-view{color:red}'],
  ['built-ins in a list and below others', '.a view, text.on > image:first-child{}', '.a wx-view, wx-text.on > wx-image:first-child{}'],
  ['the longer of two names', 'scroll-view view{}', 'wx-scroll-view wx-view{}'],
  ['a class that contains a name', '.view .text-view #input{}', '.view .text-view #input{}'],
  ['a value that is a name', '.a{content:"view";appearance:button}', '.a{content:"view";appearance:button}'],
  ['the page', 'page{height:100%}page .a{}', '.wx-page{height:100%}.wx-page .a{}'],
  ['rules in a media query', '@media (min-width:320px){view{}}', '@media (min-width:320px){wx-view{}}'],
  ['rpx, also less than one and negative', '.a{width:750rpx;margin:-.5rpx 1.5rpx}', '.a{width:calc(750 * 100vw / 750);margin:calc(-.5 * 100vw / 750) calc(1.5 * 100vw / 750)}'],
])('reads %s', (_what, wxss, css) => {
  expect(toCss(wxss)).toBe(css)
})

it.each<[string, string, { line: number; message: string } | null]>([
  ['nothing in good css', '.a{b:url(data:x;{)}\n/* } */.b::after{content:"}\\""}@media (a){.c{d:e}}', null],
  ['a brace', '.a{}\n.b{\n', { line: 2, message: '{ does not close' }],
  ['a bracket', '.a{b:calc(1px}', { line: 1, message: '} closes nothing' }],
  ['one brace too many', '.a{}\n}', { line: 2, message: '} closes nothing' }],
  ['a comment', '\n\n/* so', { line: 3, message: 'comment does not end' }],
  ['a string', '.a{content:"x\n}', { line: 1, message: 'string does not end' }],
  ['an address', '.a{b:url(x', { line: 1, message: 'url does not end' }],
])('finds %s that does not close', (_what, css, found) => {
  expect(unclosed(css)).toEqual(found)
})
