const { commonjs } = require('../jest.shared.cjs')

/** Journeys in a real browser against the built product; run one at a time. @type {import('jest').Config} */
module.exports = {
  ...commonjs,
  displayName: 'e2e',
  setupFilesAfterEnv: ['<rootDir>/setup.ts'],
  roots: ['<rootDir>'],
  testMatch: ['**/*.e2e.ts'],
}
