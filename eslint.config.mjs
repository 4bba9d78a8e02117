import js from '@eslint/js'
import reactHooks from 'eslint-plugin-react-hooks'
import { defineConfig, globalIgnores } from 'eslint/config'
import tseslint from 'typescript-eslint'

const NODE_GLOBALS = ['console', 'process', 'Buffer', 'URL', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'fetch', 'AbortSignal', 'performance', 'structuredClone']
const COMMONJS_GLOBALS = ['module', 'require', '__dirname', 'process']
const BROWSER_GLOBALS = ['window', 'document', 'localStorage']
const readonly = (names) => Object.fromEntries(names.map((name) => [name, 'readonly']))

const TYPED = ['server/src/**/*.ts', 'server/tests/**/*.ts', 'server/embedded-mongo/src/**/*.ts', 'shared-types/src/**/*.ts', 'tests/**/*.ts']

/** The clock is a parameter: only kernel/clock.ts reads it. `new Date(value)` is fine. */
const CLOCK_RULES = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Take the time from the Clock you were given (kernel/clock).' },
  { selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", message: 'Take the time from the Clock you were given (kernel/clock).' },
  { selector: "CallExpression[callee.name='Date']", message: 'Take the time from the Clock you were given (kernel/clock).' },
]
const RANDOM_RULE = { selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']", message: 'A rule is pure: hand the random value in.' }

export default defineConfig(
  globalIgnores(['**/dist/', '**/node_modules/', '**/.cache/', '**/coverage/', 'data/', 'artifacts/', '**/.swc/', '**/.taro-cache/']),
  js.configs.recommended,
  tseslint.configs.strict,
  {
    rules: {
      'max-lines': ['error', 400],
      'no-irregular-whitespace': ['error', { skipComments: true, skipRegExps: true, skipTemplates: true, skipJSXText: true }],
      eqeqeq: ['error', 'always'],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': 'allow-with-description', minimumDescriptionLength: 10 }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
    },
  },
  {
    // What is imported for its type only says so: the layer rules and the phone's bundle depend on it.
    files: ['server/src/**/*.ts', 'shared-types/src/**/*.ts', 'miniapp/**/*.{ts,tsx}'],
    rules: { '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false }] },
  },
  {
    files: TYPED,
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    files: ['server/src/**/*.ts'],
    ignores: ['server/src/kernel/clock.ts'],
    rules: { 'no-restricted-syntax': ['error', ...CLOCK_RULES] },
  },
  {
    files: ['server/src/**/rules.ts', 'server/src/**/rules/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...CLOCK_RULES, RANDOM_RULE] },
  },
  {
    files: ['server/src/**/*.ts', 'server/embedded-mongo/src/**/*.ts'],
    ignores: ['server/src/main.ts', 'server/src/cli/**', 'server/embedded-mongo/src/main.ts'],
    rules: { 'no-console': 'error' },
  },
  {
    files: ['miniapp/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'error', 'no-console': 'error' },
  },
  { files: ['**/*.mjs'], languageOptions: { globals: readonly(NODE_GLOBALS) } },
  {
    files: ['**/*.cjs', 'miniapp/babel.config.js'],
    languageOptions: { sourceType: 'commonjs', globals: readonly(COMMONJS_GLOBALS) },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  {
    // A mini-program: its own way of loading, its own names.
    files: ['tests/weapp-simulator/fixtures/**/*.js'],
    languageOptions: { sourceType: 'commonjs', globals: readonly([...COMMONJS_GLOBALS, 'App', 'Page', 'getApp', 'wx', 'setTimeout', 'window', 'document', 'fetch', 'localStorage', 'crypto', 'location']) },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  { files: ['tests/e2e/**', 'tests/support/**'], languageOptions: { globals: readonly(BROWSER_GLOBALS) } },
  {
    // A test may assert on what it knows to be there.
    files: ['**/*.test.{ts,tsx}', '**/*.e2e.ts', '**/tests/**'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
)
