const { commonjs } = require('../jest.shared.cjs')

/** Journeys on the compiled mini-program, in the simulator or in WeChat DevTools; run one at a time. @type {import('jest').Config} */
module.exports = {
  ...commonjs,
  displayName: 'e2e-weapp',
  setupFilesAfterEnv: ['<rootDir>/setup.ts'],
  roots: ['<rootDir>'],
  testMatch: ['**/*.weapp.ts'],
}
