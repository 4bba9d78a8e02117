import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packagesOf } from '../../scripts/lib/dist.mjs'
import { readJestResult } from '../../scripts/lib/results.mjs'
import { groupsOf, selectSteps, stepsOf } from '../../scripts/lib/steps.mjs'

const folder = mkdtempSync(join(tmpdir(), 'pioneer-results-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const NOTHING = { numPassedTests: 0, numFailedTests: 0, numRuntimeErrorTestSuites: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] }

function read(result: object) {
  const file = join(folder, 'result.json')
  writeFileSync(file, JSON.stringify({ ...NOTHING, ...result }))
  return readJestResult(file)
}

describe('readJestResult', () => {
  it('counts tests and names the failed ones', async () => {
    const suite = { name: 'a.test.ts', status: 'failed', message: '', assertionResults: [{ status: 'failed', fullName: 'adds up', failureMessages: ['\u001B[31mexpected 2\u001B[0m'] }, { status: 'passed' }] }
    const { passed, failed, details } = await read({ numPassedTests: 1, numFailedTests: 1, testResults: [suite] })
    expect([passed, failed]).toEqual([1, 1])
    expect(details.join()).toContain('adds up')
    expect(details.join()).toContain('    expected 2')
  })

  it('counts a suite that could not be loaded as a failure', async () => {
    const suite = { name: 'b.test.ts', status: 'failed', message: 'Cannot find module', assertionResults: [] }
    expect(await read({ numPassedTests: 3, numRuntimeErrorTestSuites: 1, testResults: [suite] })).toMatchObject({ passed: 3, failed: 1 })
  })

  it('counts a run without tests as a failure', async () => {
    expect(await read({ numPendingTests: 4 })).toMatchObject({ passed: 0, failed: 1, skipped: 4 })
  })
})

it('packagesOf gives every file to its subpackage, the rest to the main package', () => {
  const files = [{ path: 'app.js', size: 5 }, { path: 'packages/sign/code/index.js', size: 7 }, { path: 'packages/signature.js', size: 2 }]
  expect([...packagesOf(files, ['packages/sign'])]).toEqual([['', 7], ['packages/sign', 7]])
})

describe('--only', () => {
  const names = (groups: string[]): string[] => selectSteps(stepsOf({ long: false }), groups).map(({ name }) => name)

  it('takes the steps of a group and what they wait for', () => {
    expect(names(['types'])).toEqual(['types'])
    expect(names(['unit'])).toEqual(['types', 'unit'])
    expect(names(['e2e'])).toEqual(['types', 'h5', 'e2e'])
    expect(names(groupsOf(stepsOf({ long: false })))).toEqual(stepsOf({ long: false }).map(({ name }) => name))
  })
})
