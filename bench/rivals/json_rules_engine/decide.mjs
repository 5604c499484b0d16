// json-rules-engine: a rule for each of the policy's, the strictest measure with the highest priority; what holds stops the
// engine, so that milder rules are not asked.
//
//   node decide.mjs CASE_DIR
import { createRequire } from 'node:module'
import { Engine } from 'json-rules-engine'
import { readCase, report } from '../harness/harness.mjs'

const OPERATORS = {
  '<': 'lessThan', '<=': 'lessThanInclusive', '>': 'greaterThan', '>=': 'greaterThanInclusive', '==': 'equal', '!=': 'notEqual',
}

const input = readCase(process.argv[2])
const { measures, rules } = input.policy

const began = performance.now()
const engine = new Engine()
for (const rule of rules) {
  engine.addRule({
    conditions: { all: rule.all.map(({ fact, op, value }) => ({ fact, operator: OPERATORS[op], value })) },
    event: { type: rule.measure },
    priority: measures.indexOf(rule.measure),
  })
}
engine.on('success', () => engine.stop())
const loadMs = performance.now() - began

async function decide(record) {
  const { events } = await engine.run(record)
  return events.length ? events[0].type : measures[0]
}

const { version } = createRequire(import.meta.url)('json-rules-engine/package.json')
await report('json-rules-engine', version, input, loadMs, JSON.parse, decide)
