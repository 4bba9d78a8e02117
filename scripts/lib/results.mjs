import { readFile } from 'node:fs/promises'

const LINES_OF_A_FAILURE = 25
// eslint-disable-next-line no-control-regex -- colours of a terminal
const COLOURS = /\u001B\[[0-9;]*m/g

const head = (text, lines) => text.replace(COLOURS, '').trim().split('\n').slice(0, lines).map((line) => `    ${line}`).join('\n')

/**
 * Reads Jest's JSON result: how many tests passed and failed, and the failures in words. A suite that broke before its
 * tests ran counts as one failure; a run without any test too.
 * @returns {Promise<{passed: number, failed: number, skipped: number, details: string[]}>}
 */
export async function readJestResult(file) {
  const result = JSON.parse(await readFile(file, 'utf8'))
  const details = []
  for (const suite of result.testResults) {
    const broken = suite.assertionResults.filter(({ status }) => status === 'failed')
    if (suite.status === 'failed' && broken.length === 0) details.push(`  ✗ ${suite.name}\n${head(suite.message, LINES_OF_A_FAILURE)}`)
    for (const test of broken) details.push(`  ✗ ${test.fullName}\n    ${suite.name}\n${head(test.failureMessages.join('\n'), LINES_OF_A_FAILURE)}`)
  }
  const passed = result.numPassedTests
  const empty = passed + result.numFailedTests === 0
  if (empty) details.push('  ✗ no test ran')
  return {
    passed,
    failed: result.numFailedTests + result.numRuntimeErrorTestSuites + (empty && result.numRuntimeErrorTestSuites === 0 ? 1 : 0),
    skipped: result.numPendingTests + result.numTodoTests,
    details,
  }
}

/** The last lines of a program's output. */
export const tail = (output, lines = 80) => output.replace(COLOURS, '').trim().split('\n').slice(-lines).map((line) => `    ${line}`).join('\n')
