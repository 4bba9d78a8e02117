import fc from 'fast-check'
import { columnLabel, compact, hasIdNumber, letterOf, narrow, readText, shown, textOf, withoutIdNumbers } from './cells'

const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`))

describe('ID numbers', () => {
  it('are found with spaces and X and never shown', () => {
    fc.assert(fc.property(fc.constantFrom('', '号', ' ', 'a'), digits(17), fc.constantFrom('0', 'X', 'x'), fc.constantFrom('', '。', ' b'), (before, body, last, after) => {
      const text = before + body + last + after
      expect(hasIdNumber(text)).toBe(true)
      expect(withoutIdNumbers(text)).not.toContain(body)
      expect(shown(text) ?? '').not.toContain(body.slice(0, 12))
      expect(readText(text, 60)).toMatchObject({ remark: { severity: 'warning' } })
    }))
  })

  it('are found as numbers, too', () => {
    expect(shown(110101199001011200)).toBe('***')
  })
})

describe('text', () => {
  it('is one line of half-width letters, without what people put into empty cells', () => {
    expect(textOf(' Ａ、\n　Ｂ１ ')).toBe('A、 B1')
    expect(compact('正 确　答案')).toBe('正确答案')
    for (const nothing of [null, true, '', '　', '无', '—', '/', 'N/A', new Date(NaN)]) expect(textOf(nothing)).toBe('')
    expect(textOf(12)).toBe('12')
  })

  it('is the same when it is read again', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(textOf(textOf(text))).toBe(textOf(text))
      expect(narrow(narrow(text))).toBe(narrow(text))
    }))
  })

  it('of a column is called by its heading and letter', () => {
    expect([0, 25, 26, 51, 52, 701, 702].map(letterOf)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA'])
    expect(columnLabel({ header: '题干', index: 3 })).toBe('题干（D 列）')
  })
})
