import Ajv, { type ErrorObject } from 'ajv'
import type { FastifyInstance } from 'fastify'

/**
 * Only JSON is a body; files have parsers of their own beside the routes that take them. WeChat says `application/json` also when it
 * sends nothing, so nothing is fine where no body is declared.
 */
export function registerBodies(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeContentTypeParser('text/plain')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, text: string, done) => {
    if (text === '' && !request.routeOptions.schema?.body) done(null, undefined)
    else void parse(request, text, done)
  })
}

/** Unknown fields are refused, never dropped: a client's mistake must show. Only query strings and paths, which are text, are coerced. */
export function registerValidation(app: FastifyInstance): void {
  const options = { removeAdditional: false, useDefaults: false, allErrors: false, strict: false } as const
  const exact = new Ajv({ ...options, coerceTypes: false })
  const textual = new Ajv({ ...options, coerceTypes: true })
  app.setValidatorCompiler(({ schema, httpPart }) => (httpPart === 'body' ? exact : textual).compile(schema as object))
}

const WORDS: Readonly<Record<string, (error: ErrorObject) => string>> = {
  required: (error) => `缺少 ${String(error.params['missingProperty'])}`,
  additionalProperties: (error) => `不认识的字段 ${String(error.params['additionalProperty'])}，请去掉`,
  type: (error) => `类型不对，应是 ${String(error.params['type'])}`,
  enum: () => '只能从给定的选项里选',
  const: () => '需要先勾选同意',
  pattern: () => '格式不对',
  minLength: (error) => `至少 ${String(error.params['limit'])} 个字`,
  maxLength: (error) => `最多 ${String(error.params['limit'])} 个字`,
  minItems: (error) => `至少选 ${String(error.params['limit'])} 项`,
  maxItems: (error) => `最多 ${String(error.params['limit'])} 项`,
  uniqueItems: () => '有重复的项',
  minimum: (error) => `不能小于 ${String(error.params['limit'])}`,
  maximum: (error) => `不能大于 ${String(error.params['limit'])}`,
  anyOf: () => '几种填法都不符合，请检查必填项和多余的字段',
}

/** A validator's error as a field a person can mend; null for errors that only repeat another one. */
export function fieldOf(error: ErrorObject): { path: string; message: string } | null {
  const words = WORDS[error.keyword]
  if (!words) return null
  return { path: error.instancePath.slice(1).replace(/\//g, '.'), message: words(error) }
}
