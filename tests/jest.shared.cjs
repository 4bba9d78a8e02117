const { join } = require('node:path')

const top = join(__dirname, '..')

/** How every Node project under Jest reads TypeScript: swc to CommonJS, workspaces from their sources. */
const commonjs = {
  testEnvironment: 'node',
  testTimeout: 20_000,
  transform: {
    '\\.[cm]?[jt]s$': ['@swc/jest', {
      jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
      module: { type: 'commonjs' },
      sourceMaps: 'inline',
    }],
  },
  moduleNameMapper: {
    '^@pioneer/shared-types/(.*)$': join(top, 'shared-types/src/$1'),
    '^@pioneer/embedded-mongo$': join(top, 'server/embedded-mongo/src/index.ts'),
  },
}

module.exports = { commonjs }
