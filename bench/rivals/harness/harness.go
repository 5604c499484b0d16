// Package harness is what every rival in Go does alike: read the case, check the decisions, time them, report.
// docs/bench.md says how the times are taken.
package harness

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"time"
)

const (
	checkTime = 10 * time.Second
	roundTime = 200 * time.Millisecond
	rounds    = 5
	fewest    = 50 // records of a pass, however slow the rival is
)

type Fact struct {
	Name   string   `json:"name"`
	Type   string   `json:"type"` // number, flag, enumeration
	Values []string `json:"values"`
}

type Comparison struct {
	Fact  string `json:"fact"`
	Op    string `json:"op"`
	Value any    `json:"value"`
}

type Rule struct {
	Name    string       `json:"name"`
	Measure string       `json:"measure"`
	All     []Comparison `json:"all"`
}

type Policy struct {
	Measures []string `json:"measures"` // mildest first
	Facts    []Fact   `json:"facts"`
	Rules    []Rule   `json:"rules"`
}

// RulesOf are those with a measure.
func (policy Policy) RulesOf(measure string) []Rule {
	return slices.DeleteFunc(slices.Clone(policy.Rules), func(rule Rule) bool { return rule.Measure != measure })
}

type Case struct {
	Policy   Policy
	Facts    [][]byte // a JSON object each
	Expected []string
}

// Must fails loudly.
func Must[T any](value T, err error) T {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	return value
}

func lines(folder, name string) []string {
	return strings.Split(strings.TrimSpace(string(Must(os.ReadFile(filepath.Join(folder, name))))), "\n")
}

func ReadCase(folder string) Case {
	var input Case
	Must(0, json.Unmarshal(Must(os.ReadFile(filepath.Join(folder, "policy.json"))), &input.Policy))
	for _, line := range lines(folder, "facts.ndjson") {
		input.Facts = append(input.Facts, []byte(line))
	}
	input.Expected = lines(folder, "expected.csv")[1:]
	return input
}

// Version of a module that the program was built with.
func Version(module string) string {
	info, _ := debug.ReadBuildInfo()
	for _, each := range info.Deps {
		if each.Path == module {
			return each.Version
		}
	}
	return "unknown"
}

// Literal writes a value as Rego and CEL do.
func Literal(value any) string {
	if number, ok := value.(float64); ok {
		return fmt.Sprintf("%.0f", number)
	}
	return string(Must(json.Marshal(value)))
}

// The median of several rounds, each of as many passes over the records as fill its time, after one that warms up.
func medianNanoseconds(records int, pass func()) float64 {
	var times []float64
	for round := 0; round <= rounds; round++ {
		began, passes := time.Now(), 0
		for time.Since(began) < roundTime {
			pass()
			passes++
		}
		if round > 0 {
			times = append(times, float64(time.Since(began).Nanoseconds())/float64(passes*records))
		}
	}
	slices.Sort(times)
	return times[len(times)/2]
}

// Report checks and times. convert makes of a record's text what the rival decides over; decide gives the measure's name.
func Report[Native any](rival, version string, input Case, load time.Duration, convert func([]byte) Native, decide func(Native) string) {
	var natives []Native
	began := time.Now()
	for i := 0; i < len(input.Facts) && time.Since(began) < checkTime; i++ {
		natives = append(natives, convert(input.Facts[i]))
		if decided := decide(natives[i]); decided != input.Expected[i] {
			Must(0, fmt.Errorf("%s: record %d: decided %s, expected %s", rival, i, decided, input.Expected[i]))
		}
	}
	checked := len(natives)
	each := time.Since(began) / time.Duration(checked)
	timed := min(checked, max(fewest, int(roundTime/max(each, 1))))

	decision := medianNanoseconds(timed, func() {
		for i := range timed {
			decide(natives[i])
		}
	})
	conversion := medianNanoseconds(timed, func() {
		for i := range timed {
			decide(convert(input.Facts[i]))
		}
	})
	line := map[string]any{"rival": rival, "version": version, "rules": len(input.Policy.Rules), "ns_per_decision": decision,
		"ns_with_conversion": conversion, "load_ms": float64(load.Nanoseconds()) / 1e6, "checked": checked, "timed": timed}
	fmt.Println(string(Must(json.Marshal(line))))
}
