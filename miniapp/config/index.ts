import path from 'node:path'
import { defineConfig, type UserConfigExport } from '@tarojs/cli'

/** Where the service answers. The web build is served by the service itself, so it needs no origin. */
const serviceOrigin =
  process.env.TARO_ENV === 'h5' ? '' : (process.env.TARO_APP_API || 'http://127.0.0.1:3000')

const contracts = path.resolve(__dirname, '../../shared-types/src')
const packages = path.resolve(__dirname, '../../node_modules')
/** Packages that ship newer syntax than the oldest phones read; babel compiles them like our own sources. */
const compiled = [contracts, path.join(packages, '@tanstack'), path.join(packages, 'zustand')]

/** The builds for older engines: the default ones use private fields, which the minifier breaks. */
const legacyQuery = Object.fromEntries(
  ['react-query', 'query-core'].map((name) => [
    `@tanstack/${name}`,
    path.join(packages, '@tanstack', name, 'build/legacy'),
  ]),
)

/**
 * Sizes are written in logical px and stay px on both targets: pxtransform is off. rpx and rem would scale
 * text with the width of the screen, so that `calc(16px * var(--fs))` (large text) would mean another size
 * on each phone and a giant one on a desktop window. The layout is flexible instead, 320 to 480 px wide.
 */
const postcss = {
  pxtransform: { enable: false, config: {} },
  autoprefixer: { enable: true, config: {} },
  cssModules: { enable: false, config: { namingPattern: 'module', generateScopedName: '[local]' } },
}

export default defineConfig<'webpack5'>(async () => {
  const config: UserConfigExport<'webpack5'> = {
    projectName: 'pioneer-branch',
    date: '2026-01-01',
    designWidth: 375,
    deviceRatio: { 375: 2, 750: 1 },
    sourceRoot: 'src',
    outputRoot: `dist/${process.env.TARO_ENV}`,
    plugins: [],
    defineConstants: { SERVICE_ORIGIN: JSON.stringify(serviceOrigin) },
    copy: { patterns: [], options: {} },
    alias: { '@': path.resolve(__dirname, '../src'), '@pioneer/shared-types': contracts, ...legacyQuery },
    logger: { quiet: true, stats: false },
    framework: 'react',
    compiler: { type: 'webpack5', prebundle: { enable: false } },
    cache: { enable: false },
    mini: {
      compile: { include: compiled },
      miniCssExtractPluginOption: { ignoreOrder: true },
      optimizeMainPackage: { enable: true },
      postcss,
    },
    h5: {
      compile: { include: compiled },
      publicPath: '/',
      staticDirectory: 'static',
      output: { filename: 'js/[name].[contenthash:8].js', chunkFilename: 'js/[name].[contenthash:8].js' },
      miniCssExtractPluginOption: {
        ignoreOrder: true,
        filename: 'css/[name].[contenthash:8].css',
        chunkFilename: 'css/[name].[contenthash:8].css',
      },
      router: { mode: 'hash' },
      webpackChain(chain) {
        // what two pages share is fetched once
        chain.merge({
          optimization: {
            splitChunks: { cacheGroups: { shared: { name: 'shared', chunks: 'async', minChunks: 2, minSize: 0 } } },
          },
        })
      },
      postcss,
    },
  }
  return config
})
