import '@testing-library/jest-dom'

process.env.TARO_ENV = 'h5'
Object.assign(globalThis, { SERVICE_ORIGIN: 'http://service.test' })
