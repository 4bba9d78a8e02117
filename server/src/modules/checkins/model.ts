import { Schema, type Connection, type Model } from 'mongoose'

/** Wrong typed codes of one account or one anonymous door. */
export interface CodeAttempts {
  /** `account:<id>`, `account:<id>:<activity>` or `anonymous:<activity>`. */
  _id: string
  /** Within the window that runs. */
  count: number
  windowUntil: Date
  /** Since the first. */
  total: number
  expiresAt: Date
}

const attemptsSchema = new Schema<CodeAttempts>({
  _id: { type: String, required: true },
  count: { type: Number, required: true },
  windowUntil: { type: Date, required: true },
  total: { type: Number, required: true },
  expiresAt: { type: Date, required: true },
}, { collection: 'codeAttempts', versionKey: false, strict: 'throw', minimize: false, autoIndex: false })
attemptsSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 })

export interface CheckInModels { attempts: Model<CodeAttempts> }

/** The models of this module, bound to one connection. */
export function checkInModels(connection: Connection): CheckInModels {
  return { attempts: (connection.models['CodeAttempts'] as Model<CodeAttempts> | undefined) ?? connection.model<CodeAttempts>('CodeAttempts', attemptsSchema) }
}

export async function ensureIndexes(connection: Connection): Promise<void> {
  await checkInModels(connection).attempts.createIndexes()
}
