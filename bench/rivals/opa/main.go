// OPA: a definition for each rule of a policy, and the strictest measure that is defined.
//
//	opa CASE_DIR
//
// The query is prepared once. All definitions of `block` give the same value, so that OPA stops at the first that holds, and
// its rule index picks those whose equalities hold. With partial evaluation as a second row.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"

	. "rivals/harness"
)

func inRego(policy Policy) string {
	var text strings.Builder
	text.WriteString("package policy\n")
	strictest := slices.Clone(policy.Measures[1:])
	slices.Reverse(strictest)
	clause := "decision := "
	for _, measure := range strictest {
		if len(policy.RulesOf(measure)) > 0 {
			fmt.Fprintf(&text, "%s%q if %s\n", clause, measure, measure)
			clause = "else := "
		}
	}
	fmt.Fprintf(&text, "%s%q\n", clause, policy.Measures[0])
	for _, rule := range policy.Rules {
		fmt.Fprintf(&text, "%s if {\n", rule.Measure)
		for _, each := range rule.All {
			fmt.Fprintf(&text, "  input.%s %s %s\n", each.Fact, each.Op, Literal(each.Value))
		}
		text.WriteString("}\n")
	}
	return text.String()
}

func main() {
	input := ReadCase(os.Args[1])
	background := context.Background()
	text := inRego(input.Policy)

	// What Go's programs have is a map; OPA decides over values of its own.
	convert := func(line []byte) ast.Value {
		var record map[string]any
		Must(0, json.Unmarshal(line, &record))
		return Must(ast.InterfaceToValue(record))
	}
	for _, partial := range []bool{false, true} {
		name, options := "OPA", []func(*rego.Rego){rego.Query("data.policy.decision"), rego.Module("policy.rego", text)}
		prepare := []rego.PrepareOption{}
		if partial {
			name = "OPA, partial evaluation"
			prepare = append(prepare, rego.WithPartialEval())
		}
		began := time.Now()
		query := Must(rego.New(options...).PrepareForEval(background, prepare...))
		load := time.Since(began)
		decide := func(record ast.Value) string {
			results := Must(query.Eval(background, rego.EvalParsedInput(record)))
			return results[0].Expressions[0].Value.(string)
		}
		Report(name, Version("github.com/open-policy-agent/opa"), input, load, convert, decide)
	}
}
