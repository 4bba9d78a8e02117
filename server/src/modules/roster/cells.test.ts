import fc from 'fast-check'
import { textOf } from '../../kernel/workbook/cells'
import { readDay, readMonth, readName, readPhone } from './cells'

const two = (value: number): string => String(value).padStart(2, '0')
const wide = (text: string): string => text.replace(/[\d.]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0))
const days = fc.date({ min: new Date('1921-07-01T00:00:00Z'), max: new Date('2030-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => ({ year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }))
const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`))

describe('dates', () => {
  it('reads a day the same however it is written', () => {
    fc.assert(fc.property(days, ({ year, month, day }) => {
      const expected = `${year}-${two(month)}-${two(day)}`
      const instant = new Date(`${expected}T00:00:00Z`)
      const ways = [
        instant, instant.getTime() / 86_400_000 + 25_569, `${year}.${two(month)}.${two(day)}`, `${year}.${month}.${day}`, `${year}-${month}-${day}`, `${year}/${month}/${day}`,
        `${year}年${month}月${day}日`, ` ${year} 年 ${month} 月 ${day} 日 `, `${year}${two(month)}${two(day)}`, Number(`${year}${two(month)}${two(day)}`), `${expected} 00:00:00`, wide(`${year}.${month}.${day}`),
      ]
      for (const way of ways) expect(readDay(way)).toEqual({ value: expected })
    }))
  })

  it('takes a month as its first day and says so; of a birth only the month stays', () => {
    fc.assert(fc.property(days, ({ year, month, day }) => {
      for (const way of [`${year}.${month}`, `${year}-${two(month)}`, `${year}年${month}月`, `${year}${two(month)}`]) {
        expect(readDay(way)).toMatchObject({ value: `${year}-${two(month)}-01`, remark: { severity: 'warning' } })
        expect(readMonth(way)).toEqual({ value: `${year}-${two(month)}` })
      }
      expect(readMonth(`${year}-${month}-${day}`)).toEqual({ value: `${year}-${two(month)}` })
    }))
  })

  it.each(['2009-13-01', '2009.2.30', '20091301', '去年', '2009', '2009.06.26（转入）', 2009.1, true])('never guesses at %p', (cell) => {
    expect(readDay(cell).value).toBeNull()
  })

  it.each([null, '', '　', '无', '—', '/'])('takes %p as empty', (cell) => {
    expect(readDay(cell)).toEqual({ value: null })
  })
})

describe('phone numbers', () => {
  it('reads a mobile number the same however it is written', () => {
    fc.assert(fc.property(digits(9), fc.constantFrom('13', '15', '18', '19'), (rest, head) => {
      const number = head + rest
      const parts = [number.slice(0, 3), number.slice(3, 7), number.slice(7)]
      for (const way of [number, Number(number), parts.join(' '), parts.join('-'), `+86 ${number}`, `86-${number}`, `（+86）${number}`, wide(number), ` ${number}\u200b`]) expect(readPhone(way)).toEqual({ value: number })
    }))
  })

  it.each(['1390000000', '139000000012', '1.39E+10', '13900000001/13900000002', '办公室转', '00000019800601001X'])('refuses %p', (cell) => {
    expect(readPhone(cell)).toMatchObject({ value: null, remark: { severity: 'error' } })
  })
})

describe('ID numbers', () => {
  it('are no names', () => {
    fc.assert(fc.property(digits(17), fc.constantFrom('0', 'X', 'x'), (body, last) => {
      expect(readName(`号${body}${last}`).value).toBeNull()
    }))
  })
})

describe('names', () => {
  it.each([['王 伟', '王伟'], ['王　伟', '王伟'], [' 欧阳 修\n', '欧阳修'], ['阿依•古丽', '阿依·古丽'], ['阿依 · 古丽', '阿依·古丽'], ['Anna  Li', 'Anna Li'], ['㐂一', '㐂一']])('reads %p as %s', (cell, name) => {
    expect(readName(cell)).toEqual({ value: name })
  })

  it.each(['王', '王伟1', '王伟（女）', '王伟、李', 12])('refuses %p', (cell) => {
    expect(readName(cell)).toMatchObject({ value: null, remark: { severity: 'error' } })
  })

  it('never throws and never invents text', () => {
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.double(), fc.date(), fc.boolean()), (cell) => {
      for (const read of [readName, readDay, readMonth, readPhone]) read(cell)
      expect(textOf(cell).length).toBeLessThanOrEqual(Math.max(30, String(cell).length))
    }))
  })
})
