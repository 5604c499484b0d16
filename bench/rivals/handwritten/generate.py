#!/usr/bin/env python3
"""Writes the C++ that a programmer would write for a case's rules: what every rival is measured against.

    generate.py CASE_DIR OUT.cpp

Two forms: a chain of ifs, the strictest measure first, that stops at the first rule that holds; and one without branches,
which computes every rule.
"""

import json
import pathlib
import sys

CHUNK = 500  # rules in a function: a compiler's time grows faster than a function's length

TYPES = {"number": "std::int64_t", "flag": "bool", "enumeration": "std::uint8_t"}


def comparison(facts, each):
    fact, value = facts[each["fact"]], each["value"]
    if fact["type"] == "flag":
        return f"{'' if value else '!'}r.{fact['name']}"
    if fact["type"] == "enumeration":
        value = fact["values"].index(value)
    return f"r.{fact['name']} {each['op']} {value}"


def conversion(fact):
    name = fact["name"]
    if fact["type"] == "enumeration":
        return f'  r.{name} = value_of({name}_values, facts["{name}"].get_ref<const std::string&>());'
    return f'  r.{name} = facts["{name}"].get<{TYPES[fact["type"]]}>();'


def written(policy):
    facts = {fact["name"]: fact for fact in policy["facts"]}
    measures = policy["measures"]
    by_measure = {measure: [[comparison(facts, each) for each in rule["all"]] for rule in policy["rules"] if rule["measure"] == measure]
                  for measure in reversed(measures[1:])}
    lines = ['#include "bench/rivals/harness/harness.hpp"', "#include <array>", "#include <cstdint>", "#include <string_view>", "", "struct Record {"]
    lines += [f"  {TYPES[fact['type']]} {fact['name']};" for fact in policy["facts"]]
    lines += ["};", "", "using Values = std::array<std::string_view, 8>;",
              "std::uint8_t value_of(const Values& values, std::string_view value) {",
              "  return static_cast<std::uint8_t>(std::find(values.begin(), values.end(), value) - values.begin());", "}"]
    lines += [f"const Values {fact['name']}_values = {{{', '.join(json.dumps(value) for value in fact['values'])}}};"
              for fact in policy["facts"] if fact["type"] == "enumeration"]
    lines += ["", "Record convert(const std::string& text) {", "  auto facts = nlohmann::json::parse(text);", "  Record r;"]
    lines += [conversion(fact) for fact in policy["facts"]]
    lines += ["  return r;", "}"]
    chain, branch_free = [], []
    for measure, conditions in by_measure.items():
        calls = []
        for begin in range(0, len(conditions), CHUNK):
            chunk, name = conditions[begin:begin + CHUNK], f"{measure}_{begin}"
            lines += ["", f"[[gnu::noinline]] bool any_{name}(const Record& r) {{"]
            lines += [f"  if ({' && '.join(condition)}) return true;" for condition in chunk]
            lines += ["  return false;", "}", "", f"[[gnu::noinline]] bool all_{name}(const Record& r) {{", "  bool held = false;"]
            lines += [f"  held |= {' & '.join(f'({each})' for each in condition)};" for condition in chunk]
            lines += ["  return held;", "}"]
            chain.append(f'  if (any_{name}(r)) return "{measure}";')
            calls.append(f"all_{name}(r)")
        branch_free.append(f"  const bool {measure} = {' | '.join(calls) or 'false'};")
    lines += ["", "const char* chain(const Record& r) {", *chain, f'  return "{measures[0]}";', "}"]
    lines += ["", "const char* branch_free(const Record& r) {", *branch_free]
    lines.append("  return " + "".join(f'{measure} ? "{measure}" : ' for measure in by_measure) + f'"{measures[0]}";')
    lines += ["}", "", "int main(int, char** arguments) {", "  const harness::Case input(arguments[1]);",
              "  const double load_ms = std::atof(arguments[2]);",
              '  harness::report("handwritten C++, stops early", __VERSION__, input, load_ms, convert, chain);',
              '  harness::report("handwritten C++, branch-free", __VERSION__, input, load_ms, convert, branch_free);', "}"]
    return "\n".join(lines) + "\n"


case, out = map(pathlib.Path, sys.argv[1:])
out.write_text(written(json.loads((case / "policy.json").read_text())))
