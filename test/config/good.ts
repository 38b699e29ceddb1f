import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll } from 'vitest'
import type { Config, Loaded, Mistake } from '#src/config/config.ts'
import { loadConfig, type LoadParts } from '#src/config/load.ts'
import { platforms } from './platforms.ts'

/** A file with nothing wrong in it; tests change a line of it. */
export const GOOD = `timezone: Europe/Kyiv
rehearsal: off
store: data/crier.db
console: { listen: 127.0.0.1:4480 }
network: { allow: ["10.0.0.5:8081"], contact: https://news.example.com/contact }
feeds:
  - id: world
    url: https://news.example.com/world.rss
    language: en
    every: 10m
  - id: sport
    url: https://news.example.com/sport.rss
accounts:
  - id: news-paper
    platform: paper
    edition: morning
    limits: { perDay: 20 }
    budget: { usdPerDay: 5, usdPerMonth: 120 }
  - id: news-radio
    platform: radio
    apiRoot: http://127.0.0.1:8081/radio/
channels:
  - id: paper-world
    account: news-paper
    feeds: [world, sport]
    template: "{{ title }}: {{ summary }}"
    maxAge: 2d
  - id: radio-world
    account: news-radio
    room: "@news_world"
    feeds: [world]
    approve: first
`

const folder = mkdtempSync(path.join(tmpdir(), 'crier-config-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The folder that holds `config/`. */
export const home: string = folder
export const file: string = path.join(folder, 'config', 'crier.yaml')

/** Writes `text` as the config and loads it. */
export function load(text: string | Uint8Array, parts: Partial<LoadParts> = {}): Loaded {
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, text)
  return loadConfig({ file, platforms, environment: {}, ...parts })
}

export function configOf(text: string, parts: Partial<LoadParts> = {}): Config {
  const loaded = load(text, parts)
  if (loaded.is !== 'config') throw new Error(`unexpected mistakes: ${JSON.stringify(loaded.mistakes)}`)
  return loaded.config
}

export function warningsOf(text: string, parts: Partial<LoadParts> = {}): readonly string[] {
  const loaded = load(text, parts)
  if (loaded.is !== 'config') throw new Error(`unexpected mistakes: ${JSON.stringify(loaded.mistakes)}`)
  return loaded.warnings.map((warning) => warning.replace(`${file}:`, ''))
}

export function mistakesOf(text: string | Uint8Array, parts: Partial<LoadParts> = {}): readonly Mistake[] {
  const loaded = load(text, parts)
  return loaded.is === 'mistakes' ? loaded.mistakes : []
}

/** `GOOD` with `from`, which must stand in it, replaced by `to`. */
export function changed(from: string, to: string): string {
  if (!GOOD.includes(from)) throw new Error(`${from} does not stand in the good file`)
  return GOOD.replace(from, () => to)
}

/** Each mistake as `line:column path: what → remedy`. */
export function lines(mistakes: readonly Mistake[]): readonly string[] {
  return mistakes.map(({ line, column, path, what, remedy }) => `${line}:${column} ${path}: ${what} → ${remedy}`)
}
