/** @type {import('jest').Config} */
module.exports = {
  displayName: 'miniapp',
  testEnvironment: 'jsdom',
  testEnvironmentOptions: { customExportConditions: ['node', 'node-addons'] },
  setupFilesAfterEnv: ['<rootDir>/tests/setup.ts'],
  testMatch: ['<rootDir>/tests/**/*.test.ts?(x)'],
  transform: { '^.+\\.[jt]sx?$': ['babel-jest', { configFile: require.resolve('./babel.config.js') }] },
  transformIgnorePatterns: [
    '/node_modules/(?!(@nutui|@tarojs|@babel/runtime|@react-spring|@use-gesture|lodash-es)/)',
  ],
  moduleNameMapper: {
    '^@/(.*)$': '<rootDir>/src/$1',
    '^@pioneer/shared-types/(.*)$': '<rootDir>/../shared-types/src/$1',
    '\\.(css|scss)$': '<rootDir>/tests/stand-ins/empty.cjs',
    '^lottie-react$': '<rootDir>/tests/stand-ins/empty.cjs',
    '^@tarojs/components$': '<rootDir>/tests/stand-ins/components.tsx',
    '^@tarojs/taro$': '<rootDir>/tests/stand-ins/taro.ts',
  },
}
