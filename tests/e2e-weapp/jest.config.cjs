const { commonjs } = require('../jest.shared.cjs')

/** What tries the simulator itself has nothing to say about WeChat DevTools. */
const simulatorOnly = ['simulator\\.weapp\\.ts$', 'broken-build\\.weapp\\.ts$']

/** Journeys on the compiled mini-program, in the simulator or in WeChat DevTools (WEAPP_WS); run one at a time. @type {import('jest').Config} */
module.exports = {
  ...commonjs,
  displayName: 'e2e-weapp',
  setupFilesAfterEnv: ['<rootDir>/setup.ts'],
  roots: ['<rootDir>'],
  testMatch: ['**/*.weapp.ts'],
  testPathIgnorePatterns: ['/node_modules/', ...(process.env.WEAPP_WS ? simulatorOnly : [])],
}
