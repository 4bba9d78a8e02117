import { checkDist } from './lib/dist.mjs'

const { rows, table } = await checkDist()
console.log(table)
if (rows.some(({ ok }) => !ok)) process.exitCode = 1
