// What every rival in JavaScript does alike: read the case, check the decisions, time them, report (docs/bench.md).
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const CHECK_MS = 10_000
const ROUND_MS = 200
const ROUNDS = 5
const FEWEST = 50 // records of a pass, however slow the rival is

const lines = (folder, name) => readFileSync(join(folder, name), 'utf8').trim().split('\n')

export function readCase(folder) {
  return {
    policy: JSON.parse(readFileSync(join(folder, 'policy.json'), 'utf8')),
    facts: lines(folder, 'facts.ndjson'),
    expected: lines(folder, 'expected.csv').slice(1),
  }
}

// The median of several rounds, each of as many passes over the records as fill its time, after one that warms up.
async function medianNanoseconds(records, pass) {
  const times = []
  for (let round = 0; round <= ROUNDS; round++) {
    const began = performance.now()
    let passes = 0
    for (; performance.now() - began < ROUND_MS; passes++) await pass()
    if (round > 0) times.push((1e6 * (performance.now() - began)) / (passes * records))
  }
  return times.sort((a, b) => a - b)[ROUNDS >> 1]
}

// convert: the text of a record to what the rival decides over; decide: that to the name of the measure.
export async function report(rival, version, input, loadMs, convert, decide) {
  const natives = []
  const began = performance.now()
  for (let i = 0; i < input.facts.length && performance.now() - began < CHECK_MS; i++) {
    natives.push(convert(input.facts[i]))
    const decided = await decide(natives[i])
    if (decided !== input.expected[i]) throw new Error(`${rival}: record ${i}: decided ${decided}, expected ${input.expected[i]}`)
  }
  const checked = natives.length
  const each = (performance.now() - began) / checked
  const timed = Math.min(checked, Math.max(FEWEST, Math.floor(ROUND_MS / each)))
  const decision = await medianNanoseconds(timed, async () => {
    for (let i = 0; i < timed; i++) await decide(natives[i])
  })
  const conversion = await medianNanoseconds(timed, async () => {
    for (let i = 0; i < timed; i++) await decide(convert(input.facts[i]))
  })
  console.log(JSON.stringify({
    rival, version, rules: input.policy.rules.length, ns_per_decision: decision, ns_with_conversion: conversion, load_ms: loadMs, checked, timed,
  }))
}
