// Measures the npm CEL evaluator on the cases of bench/cases.json, in the form that cel-bench reads.
import {readFileSync} from 'node:fs'
import {parse} from '@marcbachmann/cel-js'

const {input, cases} = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const least = 0.05 // seconds a measurement

function expression(one) {
  if (!one.repeat) return one.expression
  const {text, join, count} = one.repeat
  return one.expression.replace('%', Array.from({length: count}, (_, i) => text.replace('%', i)).join(join))
}

function nanoseconds(run) {
  for (let i = 0; i < 20; i++) run()
  for (let times = 1; ; times *= 2) {
    const from = process.hrtime.bigint()
    for (let i = 0; i < times; i++) run()
    const took = Number(process.hrtime.bigint() - from)
    if (took >= least * 1e9) return took / times
  }
}

function tell(name, what, measure) {
  const line = {case: name, what, program: 'cel-js'}
  try {
    Object.assign(line, measure())
  } catch (error) {
    line.error = String(error.message).split('\n')[0]
  }
  console.log(JSON.stringify(line))
}

for (const one of cases) {
  const text = expression(one)
  tell(one.name, 'evaluate', () => {
    const program = parse(text)
    return {result: program({input}), ns: nanoseconds(() => program({input}))}
  })
  tell(one.name, 'load', () => ({ns: nanoseconds(() => parse(text).check())}))
}
