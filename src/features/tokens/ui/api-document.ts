/** As much of an OpenAPI document as the page shows. */
export type Schema = {
  type?: string | string[]
  format?: string
  enum?: unknown[]
  const?: unknown
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  maxItems?: number
}
export type DocumentedOperation = {
  summary: string
  tags: string[]
  'x-roles': string[]
  'x-scope'?: string
  'x-refusals': { status: number; code: string; sentence: string }[]
  parameters?: { name: string; in: string; required?: boolean; schema: Schema; description?: string }[]
  requestBody?: { content: Record<string, { schema?: Schema; example?: unknown }> }
  responses: Record<string, { content?: Record<string, { schema?: Schema }> }>
}
export type ApiDocument = { paths: Record<string, Record<string, DocumentedOperation>> }

/** What a field is, in a few words: 'string ≤ 300', 'A | B | C'. */
export function kindOf(schema: Schema): string {
  const either = schema.anyOf ?? schema.oneOf
  if (either) return [...new Set(either.map(kindOf))].join(' | ')
  if (schema.enum) return schema.enum.map(String).join(' | ')
  if (schema.const !== undefined) return String(schema.const)
  if (schema.items) return `${kindOf(schema.items)}[]${schema.maxItems ? ` ≤ ${schema.maxItems}` : ''}`
  const type = [schema.type ?? 'any'].flat().join(' | ')
  const most = schema.maxLength ?? (schema.maximum === Number.MAX_SAFE_INTEGER ? undefined : schema.maximum)
  return `${schema.format ?? type}${most === undefined ? '' : ` ≤ ${most}`}`
}

export type Field = { name: string; kind: string; isRequired: boolean }

/** The fields of a schema, inner ones behind their outer: 'items[].name'. */
export function fieldsOf(schema: Schema, prefix = ''): Field[] {
  const inner = schema.items ?? schema.anyOf?.find((it) => it.properties ?? it.items)
  if (!schema.properties) return inner ? fieldsOf(inner, schema.items ? `${prefix}[]` : prefix) : []
  return Object.entries(schema.properties).flatMap(([key, field]) => {
    const name = prefix ? `${prefix}.${key}` : key
    const isRequired = schema.required?.includes(key) ?? false
    return [{ name, kind: kindOf(field), isRequired }, ...fieldsOf(field, name)]
  })
}

/** A call that can be pasted into a terminal. */
export function curlOf(origin: string, method: string, path: string, operation: DocumentedOperation): string {
  const lines = [`curl -X ${method.toUpperCase()} '${origin}${path}'`]
  if (operation['x-scope']) lines.push(`-H "Authorization: Bearer $GORN_TOKEN"`)
  const [type, body] = Object.entries(operation.requestBody?.content ?? {})[0] ?? []
  if (type === 'multipart/form-data') lines.push(`-F 'file=@orders.csv'`)
  else if (type && body) {
    lines.push(`-H 'Content-Type: application/json'`)
    lines.push(`-d '${JSON.stringify(body.example ?? {}, null, 2)}'`)
  }
  return lines.join(' \\\n  ')
}
