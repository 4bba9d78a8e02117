const { commonjs } = require('./jest.shared.cjs')

/** Tests of what crosses packages and of the scripts; browser journeys have a project of their own. @type {import('jest').Config} */
module.exports = {
  ...commonjs,
  displayName: 'scripts',
  rootDir: __dirname,
  roots: ['<rootDir>/scripts', '<rootDir>/crash', '<rootDir>/weapp-simulator', '<rootDir>/look'],
  testMatch: ['**/*.test.ts'],
}
