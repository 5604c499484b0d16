#!/usr/bin/env python3
"""Writes a case: a policy, facts and the decisions that every rival must reach.

    generate.py OUT --rules N --records M [--seed S]

The folder OUT gets

    policy.json     the policy, in nobody's idiom: facts, and rules that are conjunctions of three comparisons
    policy.pasal    the same for Pasal
    facts.csv       M records, a column a fact
    facts.ndjson    the same, a JSON object a line
    expected.csv    the decision for each record, found by the plain loop at the end of this file

A decision is the strictest measure of the rules that hold, and `allow` where none does. However many rules there are,
a record meets about one and a half of them, so that every measure is decided for a fair share of the records: in a policy of
ten thousand rules of which each held for one record in a hundred, every record would be blocked by the first few.
"""

import argparse
import csv
import json
import operator
import pathlib
import random

MEASURES = ["allow", "warn", "throttle", "block"]  # mildest first
SHARES = [0, 5, 3, 2]  # of the rules
HELD = 1.5  # the rules that hold for a record, on average

COMPARE = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "==": operator.eq, "!=": operator.ne}

# Each fact: its name, its type and its lowest and highest value or its values. Every value is equally likely.
COUNTS = [{"name": f"count_{i:02}", "type": "number", "from": 0, "to": 10_000} for i in range(16)]
FLAGS = [{"name": f"flag_{i:02}", "type": "flag"} for i in range(12)]
KINDS = [{"name": f"kind_{i:02}", "type": "enumeration", "values": [f"kind_{i:02}_{letter}" for letter in "abcdefgh"]} for i in range(6)]
# Amounts and dates as a database keeps them: cents, and days since 1970.
AMOUNTS = [{"name": f"amount_{i:02}", "type": "number", "from": 0, "to": 1_000_000_000} for i in range(3)]
DATES = [{"name": f"day_{i:02}", "type": "number", "from": 17_000, "to": 21_000} for i in range(3)]
FACTS = COUNTS + FLAGS + KINDS + AMOUNTS + DATES
NUMBERS = COUNTS + AMOUNTS + DATES


def number_comparison(random, fact, share):
    """One that holds for such a share of the values."""
    span = fact["to"] - fact["from"]
    reach = round(share * span)
    sign = random.choice(["<", "<=", ">", ">="])
    return {"fact": fact["name"], "op": sign, "value": fact["from"] + reach if sign[0] == "<" else fact["to"] - reach}


def other_comparison(random, fact):
    """One of a fact that is not a number, and the share of the values for which it holds."""
    if fact["type"] == "flag":
        return {"fact": fact["name"], "op": "==", "value": random.choice([True, False])}, 1 / 2
    if random.random() < 1 / 4:
        return {"fact": fact["name"], "op": "!=", "value": random.choice(fact["values"])}, 7 / 8
    return {"fact": fact["name"], "op": "==", "value": random.choice(fact["values"])}, 1 / 8


def make_rule(random, index, count):
    while True:
        facts = random.sample(FACTS, 3)
        numbers = [fact for fact in facts if fact["type"] == "number"]
        others = [other_comparison(random, fact) for fact in facts if fact["type"] != "number"]
        share = HELD / max(count, 10)
        for _, each in others:
            share /= each
        if numbers and share < 1:  # what the others leave is shared among the numbers
            break
    condition = [comparison for comparison, _ in others]
    condition += [number_comparison(random, fact, share ** (1 / len(numbers))) for fact in numbers]
    random.shuffle(condition)
    return {"name": f"rule {index}", "measure": random.choices(MEASURES, SHARES)[0], "all": condition}


def make_record(random):
    record = {}
    for fact in FACTS:
        if fact["type"] == "number":
            record[fact["name"]] = random.randint(fact["from"], fact["to"])
        elif fact["type"] == "flag":
            record[fact["name"]] = random.random() < 1 / 2
        else:
            record[fact["name"]] = random.choice(fact["values"])
    return record


def decide(rules, record):
    """The strictest measure of the rules that hold."""
    return max((rule[0] for rule in rules if all(compare(record[fact], value) for fact, compare, value in rule[1])), default=0)


def in_pasal(policy):
    """Pasal's names are words, and its words are joined by spaces."""
    lines = ["measures mildest first", *(f"  {measure}" for measure in MEASURES), "", "facts about a platform"]
    for fact in policy["facts"]:
        type = {"number": "number", "flag": "yes or no"}.get(fact["type"]) or "one of " + ", ".join(map(spaced, fact["values"]))
        lines.append(f"  {spaced(fact['name'])}: {type}")
    for rule in policy["rules"]:
        condition = " and ".join(sentence(comparison) for comparison in rule["all"])
        lines += ["", f'rule "{rule["name"]}"', f"  {rule['measure']} if {condition}"]
    return "\n".join(lines) + "\n"


def spaced(name):
    return name.replace("_", " ")


def sentence(comparison):
    name, sign, value = spaced(comparison["fact"]), comparison["op"], comparison["value"]
    if isinstance(value, bool):
        return name if value else f"no {name}"
    if isinstance(value, str):
        return f"{name} is {'not ' if sign == '!=' else ''}{spaced(value)}"
    return f"{name} {sign} {value}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--rules", type=int, required=True)
    parser.add_argument("--records", type=int, required=True)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()

    policy_random, record_random = random.Random(options.seed), random.Random(options.seed + 1)
    rules = [make_rule(policy_random, index, options.rules) for index in range(options.rules)]
    policy = {"measures": MEASURES, "facts": FACTS, "rules": rules}
    records = [make_record(record_random) for _ in range(options.records)]

    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "policy.json").write_text(json.dumps(policy, indent=1) + "\n")
    (options.out / "policy.pasal").write_text(in_pasal(policy))
    (options.out / "facts.ndjson").write_text("".join(json.dumps(record) + "\n" for record in records))
    with open(options.out / "facts.csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(fact["name"] for fact in FACTS)
        writer.writerows([json.dumps(value) if isinstance(value, bool) else value for value in record.values()] for record in records)

    compiled = [(MEASURES.index(rule["measure"]), [(each["fact"], COMPARE[each["op"]], each["value"]) for each in rule["all"]]) for rule in rules]
    decisions = [MEASURES[decide(compiled, record)] for record in records]
    (options.out / "expected.csv").write_text("".join(f"{each}\n" for each in ["measure", *decisions]))
    print(f"{options.out}: {options.rules} rules, {options.records} records, " + ", ".join(f"{decisions.count(each)} {each}" for each in MEASURES))


if __name__ == "__main__":
    main()
