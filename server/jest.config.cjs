const { commonjs } = require('../tests/jest.shared.cjs')

/** @type {import('jest').Config} */
module.exports = {
  ...commonjs,
  displayName: 'server',
  roots: ['<rootDir>/src', '<rootDir>/tests'],
  testMatch: ['**/*.test.ts'],
  globalSetup: '<rootDir>/tests/setup/start-store.ts',
  globalTeardown: '<rootDir>/tests/setup/stop-store.ts',
}
