import { badRequest } from './failure.ts'

/** A JSON object, nothing known of it. */
export type JsonObject = Readonly<Record<string, unknown>>

/** True for what JSON writes in braces. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** `text` as JSON, or undefined where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** A whole number, or its digits as text, as Telegram takes it. @throws Failure (400), opened by `where` */
export function integerField(object: JsonObject, name: string, where: string): number {
  const value = object[name]
  if (value === undefined || value === null) throw badRequest(`${where}: Can't find field "${name}"`)
  if (typeof value !== 'number' && typeof value !== 'string') {
    throw badRequest(`${where}: Field "${name}" must be a Number`)
  }
  if (!/^-?\d{1,15}$/.test(String(value))) throw badRequest(`${where}: Field "${name}" must be a valid Number`)
  return Number(value)
}

/** Text; empty where it is optional and absent. @throws Failure (400), opened by `where` */
export function textField(object: JsonObject, name: string, where: string, optional = false): string {
  const value = object[name]
  if (value === undefined || value === null) {
    if (optional) return ''
    throw badRequest(`${where}: Can't find field "${name}"`)
  }
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'string') throw badRequest(`${where}: Field "${name}" must be of type String`)
  return value
}

/** True or false; false where it is absent. @throws Failure (400) */
export function booleanField(object: JsonObject, name: string): boolean {
  const value = object[name]
  if (value === undefined || value === null) return false
  if (typeof value !== 'boolean') throw badRequest(`Field "${name}" must be of type Boolean`)
  return value
}
