import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const TOP = join(__dirname, '../..')

/** A small product that breaks every layer rule once: what stands in each file. */
const TREE: Record<string, string> = {
  'server/src/app.ts': "import { m } from './modules/attendance/model'\nexport const app = m",
  'server/src/kernel/thing.ts': "import { a } from '../modules/attendance/service'\nexport const k = a",
  'server/src/modules/attendance/service.ts': 'export const a = 1',
  'server/src/modules/attendance/model.ts': 'export const m = 1',
  'server/src/modules/points/helper.ts': "import { p } from './service'\nexport const h = p",
  'server/src/modules/points/service.ts': "import { h } from './helper'\nexport const p = h",
  'server/src/modules/points/rules.ts': "import fs from 'node:fs'\nimport mongoose from 'mongoose'\nexport const r = [fs, mongoose]",
  'server/src/modules/orgs/service.ts': "import { a } from '../attendance/service'\nimport type { H } from '../points/helper'\nexport const o: H = a",
  'server/src/modules/novelty/service.ts': "import { o } from '../orgs/service'\nexport const n = o",
  'server/embedded-mongo/src/index.ts': "import { o } from '../../src/modules/orgs/service'\nexport const index = o",
  'shared-types/src/points/schemas.ts': 'export const S = 1\nexport type T = number',
  'shared-types/src/points/routes.ts': "import { S } from './schemas'\nexport const R = S",
  'miniapp/src/features/points/model.ts': "import Taro from '@tarojs/taro'\nimport { Type } from '@sinclair/typebox'\nimport { S } from '@pioneer/shared-types/points/schemas'\nexport const v = [Taro, Type, S]",
  'miniapp/src/features/points/api.ts': "import { R } from '@pioneer/shared-types/points/routes'\nimport type { T } from '@pioneer/shared-types/points/schemas'\nexport const api: T = R",
}

/** What the rules say about a tree: `rule: from → to`. */
function cruise(files: Record<string, string>): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'pioneer-layers-'))
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), text)
    }
    for (const name of ['.dependency-cruiser.cjs', '.dependency-cruiser.tsconfig.json']) cpSync(join(TOP, name), join(folder, name))
    symlinkSync(join(TOP, 'node_modules'), join(folder, 'node_modules'))
    const program = join(TOP, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs')
    const output = execFileSync(process.execPath, [program, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'server', 'shared-types', 'miniapp'], {
      cwd: folder, encoding: 'utf8', maxBuffer: 50_000_000,
    })
    const { summary } = JSON.parse(output) as { summary: { violations: { rule: { name: string }; from: string }[] } }
    return [...new Set(summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`))].sort()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

it('the layer rules catch what they forbid, and nothing else', () => {
  expect(cruise(TREE)).toEqual([
    'kernel-below-all: server/src/kernel/thing.ts',
    'model-is-private: server/src/app.ts',
    'module-without-layer: server/src/modules/novelty/service.ts',
    'no-circular: server/src/modules/points/helper.ts',
    'not-upward-from-orgs: server/src/modules/orgs/service.ts',
    'only-through-the-door: server/src/modules/orgs/service.ts',
    'phone-takes-plain-contract: miniapp/src/features/points/model.ts',
    'routes-take-types-only: shared-types/src/points/routes.ts',
    'rules-are-pure: server/src/modules/points/rules.ts',
    'store-knows-no-application: server/embedded-mongo/src/index.ts',
    'typebox-stays-at-home: miniapp/src/features/points/model.ts',
    'view-logic-without-taro: miniapp/src/features/points/model.ts',
  ])
})
