const { existsSync } = require('node:fs')
const { join } = require('node:path')
const { commonjs } = require('./tests/jest.shared.cjs')

/** Workspaces that bring their own configuration take part as soon as it is there. */
const own = ['server', 'server/embedded-mongo', 'miniapp', 'tests', 'tests/e2e', 'tests/e2e-weapp'].filter((folder) => existsSync(join(__dirname, folder, 'jest.config.cjs')))

/** @type {import('jest').Config} */
module.exports = {
  maxWorkers: 2,
  // Jest takes this for the whole run, never from a project.
  testTimeout: 20_000,
  projects: [
    { ...commonjs, displayName: 'shared-types', rootDir: join(__dirname, 'shared-types'), roots: ['<rootDir>/src'], testMatch: ['**/*.test.ts'] },
    ...own.map((folder) => `<rootDir>/${folder}`),
  ],
}
