/** A journey starts the whole product and a browser. */
jest.setTimeout(120_000)

export {}
