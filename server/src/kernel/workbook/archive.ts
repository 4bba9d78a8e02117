import { crc32, inflateRawSync } from 'node:zlib'
import type { Merge } from './sheet'

/**
 * A workbook is a zip of XML files. It comes from outside, so it is unpacked here under limits and handed on as a small plain zip:
 * a crafted file can neither fill the memory (zip bomb) nor claim a cell in column XFD of row 1,048,576.
 */
const MAX_UNPACKED = 64 * 1024 * 1024
const MAX_ENTRIES = 500
export const MAX_ROWS = 20_000
const MAX_COLUMNS = 200

/** Why a workbook cannot be read; the service words it. */
export type ArchiveFault = 'not-a-workbook' | 'old-format' | 'encrypted' | 'too-large' | 'damaged'
export class ArchiveError extends Error {
  constructor(readonly fault: ArchiveFault) {
    super(fault)
    this.name = 'ArchiveError'
  }
}

interface Entry { name: string; content: Buffer }

const END = 0x06054b50
const CENTRAL = 0x02014b50
const LOCAL = 0x04034b50
/** Legacy .xls, and .xlsx with a password, are OLE2 containers. */
const OLE2 = 'd0cf11e0a1b11ae1'

function findEnd(file: Buffer): number {
  for (let at = file.length - 22; at >= Math.max(0, file.length - 22 - 0xffff); at -= 1) if (file.readUInt32LE(at) === END) return at
  throw new ArchiveError('damaged')
}

/** The XML entries of a zip, inflated within the limit. */
function unpack(file: Buffer): Entry[] {
  const end = findEnd(file)
  const count = file.readUInt16LE(end + 10)
  if (count > MAX_ENTRIES) throw new ArchiveError('too-large')
  const entries: Entry[] = []
  let left = MAX_UNPACKED
  for (let at = file.readUInt32LE(end + 16), index = 0; index < count; index += 1) {
    if (file.readUInt32LE(at) !== CENTRAL) throw new ArchiveError('damaged')
    const nameLength = file.readUInt16LE(at + 28)
    const name = file.toString('utf8', at + 46, at + 46 + nameLength)
    if ((file.readUInt16LE(at + 8) & 1) !== 0) throw new ArchiveError('encrypted')
    if (/\.xml(?:\.rels)?$/.test(name) || name.endsWith('.rels')) {
      const content = inflate(file, file.readUInt32LE(at + 42), file.readUInt16LE(at + 10), file.readUInt32LE(at + 20), left)
      left -= content.length
      entries.push({ name: name.replace(/^\//, ''), content })
    }
    at += 46 + nameLength + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32)
  }
  return entries
}

function inflate(file: Buffer, at: number, method: number, size: number, left: number): Buffer {
  if (file.readUInt32LE(at) !== LOCAL) throw new ArchiveError('damaged')
  const start = at + 30 + file.readUInt16LE(at + 26) + file.readUInt16LE(at + 28)
  const packed = file.subarray(start, start + size)
  if (packed.length !== size) throw new ArchiveError('damaged')
  if (method === 0) {
    if (size > left) throw new ArchiveError('too-large')
    return packed
  }
  if (method !== 8) throw new ArchiveError('damaged')
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, left) })
  } catch (error) {
    throw new ArchiveError((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'too-large' : 'damaged')
  }
}

/** A zip that stores its entries as they are. */
function pack(entries: readonly Entry[]): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, content } of entries) {
    const nameBytes = Buffer.from(name)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt32LE(crc32(content), 10)
    common.writeUInt32LE(content.length, 14)
    common.writeUInt32LE(content.length, 18)
    common.writeUInt16LE(nameBytes.length, 22)
    const local = Buffer.concat([signature(LOCAL), common, nameBytes])
    parts.push(local, content)
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    directory.push(Buffer.concat([signature(CENTRAL), Buffer.from([20, 0]), common, tail, nameBytes]))
    offset += local.length + content.length
  }
  const list = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(entries.length, 4)
  end.writeUInt16LE(entries.length, 6)
  end.writeUInt32LE(list.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...parts, list, signature(END), end])
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

const columnOf = (letters: string): number => [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0)

/** Cells without content (only a style) and rows without cells are dropped: people format whole columns. What is left must lie within the limits. */
function trimSheet(xml: string): string {
  const trimmed = xml
    .replace(/<((?:\w+:)?c)\b[^<>]*(?:\/>|><\/\1>)/g, '')
    .replace(/<((?:\w+:)?row)\b[^<>]*(?:\/>|>\s*<\/\1>)/g, '')
  for (const [, letters = '', row = ''] of trimmed.matchAll(/<(?:\w+:)?c\b[^<>]*?\br="([A-Z]{1,3})(\d{1,7})"/g)) {
    if (Number(row) > MAX_ROWS || columnOf(letters) > MAX_COLUMNS) throw new ArchiveError('too-large')
  }
  for (const [, row = ''] of trimmed.matchAll(/<(?:\w+:)?row\b[^<>]*?\br="(\d{1,10})"/g)) if (Number(row) > MAX_ROWS) throw new ArchiveError('too-large')
  return trimmed
}

/** Vertical merges: first column from 0, rows as Excel counts them. */
function mergesOf(xml: string): Merge[] {
  return [...xml.matchAll(/<(?:\w+:)?mergeCell\b[^<>]*?\bref="([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})"/g)].flatMap(([, letters = '', top = '', bottom = '']) =>
    Number(bottom) > Number(top) ? [{ column: columnOf(letters) - 1, top: Number(top), bottom: Number(bottom) }] : [])
}

/** Names of the sheets, in order, with the file each stands in. */
function sheetFiles(entries: readonly Entry[]): string[] {
  const text = (name: string): string => entries.find((entry) => entry.name === name)?.content.toString('utf8') ?? ''
  const targets = new Map([...text('xl/_rels/workbook.xml.rels').matchAll(/<(?:\w+:)?Relationship\b[^<>]*>/g)].map(([tag]) => [
    /\bId="([^"]*)"/.exec(tag)?.[1] ?? '', (/\bTarget="([^"]*)"/.exec(tag)?.[1] ?? '').replace(/^\/xl\/|^\.\//, ''),
  ]))
  return [...text('xl/workbook.xml').matchAll(/<(?:\w+:)?sheet\b[^<>]*>/g)].map(([tag]) => `xl/${targets.get(/\b\w+:id="([^"]*)"/.exec(tag)?.[1] ?? '') ?? ''}`)
}

/** Checks a workbook's archive and returns a harmless one of the same cells, with the vertical merges of each sheet in order. Throws ArchiveError. */
export function openArchive(file: Buffer): { clean: Buffer; merges: Merge[][] } {
  if (file.subarray(0, 8).toString('hex') === OLE2) throw new ArchiveError('old-format')
  if (file.length < 22 || file.readUInt32LE(0) !== LOCAL) throw new ArchiveError('not-a-workbook')
  let entries: Entry[]
  try {
    entries = unpack(file)
  } catch (error) {
    // Reading beyond the end of a cut file.
    throw error instanceof ArchiveError ? error : new ArchiveError('damaged')
  }
  if (!entries.some((entry) => entry.name === 'xl/workbook.xml')) throw new ArchiveError('not-a-workbook')
  const trimmed = entries.map((entry) => entry.name.startsWith('xl/worksheets/') && entry.name.endsWith('.xml')
    ? { name: entry.name, content: Buffer.from(trimSheet(entry.content.toString('utf8'))) } : entry)
  const merges = sheetFiles(entries).map((name) => mergesOf(entries.find((entry) => entry.name === name)?.content.toString('utf8') ?? ''))
  return { clean: pack(trimmed), merges }
}
