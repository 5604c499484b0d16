// CEL in Go: a compiled program for each rule, asked in turn, the strictest measure first, until one holds.
//
//	cel_go CASE_DIR
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/google/cel-go/cel"

	. "rivals/harness"
)

var types = map[string]*cel.Type{"number": cel.IntType, "flag": cel.BoolType, "enumeration": cel.StringType}

type compiled struct {
	measure string
	program cel.Program
}

func condition(rule Rule) string {
	var all []string
	for _, each := range rule.All {
		all = append(all, fmt.Sprintf("%s %s %s", each.Fact, each.Op, Literal(each.Value)))
	}
	return strings.Join(all, " && ")
}

func load(policy Policy) []compiled {
	var declarations []cel.EnvOption
	for _, fact := range policy.Facts {
		declarations = append(declarations, cel.Variable(fact.Name, types[fact.Type]))
	}
	environment := Must(cel.NewEnv(declarations...))
	var programs []compiled
	strictest := slices.Clone(policy.Measures)
	slices.Reverse(strictest)
	for _, measure := range strictest {
		for _, rule := range policy.RulesOf(measure) {
			tree, issues := environment.Compile(condition(rule))
			Must(0, issues.Err())
			programs = append(programs, compiled{measure, Must(environment.Program(tree, cel.EvalOptions(cel.OptOptimize)))})
		}
	}
	return programs
}

func main() {
	input := ReadCase(os.Args[1])
	began := time.Now()
	programs := load(input.Policy)
	loaded := time.Since(began)

	convert := func(line []byte) cel.Activation {
		var record map[string]any
		Must(0, json.Unmarshal(line, &record))
		// The numbers of JSON become floating-point ones; the policy's are whole.
		for name, value := range record {
			if number, ok := value.(float64); ok {
				record[name] = int64(number)
			}
		}
		return Must(cel.NewActivation(record))
	}
	decide := func(record cel.Activation) string {
		for _, each := range programs {
			value, _, err := each.program.Eval(record)
			if Must(value, err).Value().(bool) {
				return each.measure
			}
		}
		return input.Policy.Measures[0]
	}
	Report("CEL in Go", Version("github.com/google/cel-go"), input, loaded, convert, decide)
}
