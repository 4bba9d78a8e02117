/// <reference types="@tarojs/taro" />
declare module '*.scss'

/** Origin of the service, without a trailing slash; empty in the web build (same origin). Set in config/index.ts. */
declare const SERVICE_ORIGIN: string

declare namespace NodeJS {
  interface ProcessEnv {
    TARO_ENV: 'weapp' | 'h5'
  }
}
