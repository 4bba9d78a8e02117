import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { draftImport, type Draft } from '../../src/modules/roster/preview'
import type { KnownMember, Place } from '../../src/modules/roster/types'
import { readWorkbook } from '../../src/kernel/workbook/workbook'

/** The bytes of a workbook kept beside the tests. */
export const fixture = (name: string): Buffer => readFileSync(join(__dirname, 'fixtures', name))

export const PLACE: Place = { branches: [
  { id: 'b1', name: '综合处党支部', groups: [{ id: 'g1', name: '第一党小组' }, { id: 'g2', name: '第二党小组' }] },
  { id: 'b2', name: '运输处党支部', groups: [] },
] }
export const TODAY = '2026-11-22'

/** What a workbook would do to a roster. */
export const draftOf = async (name: string, roster: readonly KnownMember[] = []): Promise<Draft> => draftImport(await readWorkbook(fixture(name)), PLACE, roster, TODAY)

/** Someone who is on the roster already, as plain.xlsx has him. */
export const known = (more: Partial<KnownMember> = {}): KnownMember => ({
  id: 'm1', name: '云知远', nameKey: '云知远', gender: 'male', birthMonth: '1980-06', phone: '13900000001', branch: { id: 'b1', name: '综合处党支部' },
  group: { id: 'g1', name: '第一党小组' }, joinedOn: '2005-07-01', confirmedOn: '2006-07-01', duties: '支部书记', note: null, status: 'full', ...more,
})
