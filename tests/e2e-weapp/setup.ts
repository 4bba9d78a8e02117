/** A journey starts the whole product, a browser and the mini-program in it. */
jest.setTimeout(120_000)

export {}
