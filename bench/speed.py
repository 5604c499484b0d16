#!/usr/bin/env python3
"""What a decision costs in each way to ask for it, beside C++ written by hand for the same rules.

    speed.py [--rules 10,100,1000,10000] [--kinds known,unknown,dates,lists,amounts] [--json FILE]

Policies and records are those of bench/rivals/generate.py, and kinds of them:

    known    every fact is known, as in the comparison with others
    unknown  of each record one fact in ten is not reported
    dates    days are dates, and every rule compares one
    lists    every rule asks how many of ten reports are of a kind, beside two comparisons of facts
    amounts  every rule fines an amount of its own

The ratios are to handwritten C++ that decides the records of which everything is known, measured in the same run. `handed over`
is the share of records that a plan or a batch leaves to the reference; its time is in theirs. Nothing here passes or fails.
"""

import argparse
import json
import os
import pathlib
import random
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
PROJECT = HERE.parent
sys.path.insert(0, str(HERE / "rivals"))

import generate  # noqa: E402
import run  # noqa: E402

PROGRAM = PROJECT / "build" / "bench" / "pasal_speed"
CASES = PROJECT / "build" / "speed"
RECORDS = 2000
KINDS = ["known", "unknown", "dates", "lists", "amounts"]
EPOCH_DAYS = 719_163  # of 1970-01-01


def day(number):
    import datetime
    return datetime.date.fromordinal(EPOCH_DAYS + number).isoformat()


def sentence(comparison, kind):
    if kind == "dates" and comparison["fact"].startswith("day"):
        words = {"<": "is before", "<=": "is on or before", ">": "is after", ">=": "is on or after"}[comparison["op"]]
        return f"{generate.spaced(comparison['fact'])} {words} {day(comparison['value'])}"
    return generate.sentence(comparison)


def condition(rule, kind, dice):
    comparisons = rule["all"]
    if kind == "dates" and not any(each["fact"].startswith("day") for each in comparisons):
        fact = dice.choice(generate.DATES)
        comparisons = comparisons[:2] + [generate.number_comparison(dice, fact, 0.1)]
    sentences = [sentence(each, kind) for each in comparisons]
    if kind == "lists":
        sentences[2] = f"at least {dice.randint(2, 4)} reports where severity > {dice.randint(50, 90)} and {dice.choice(['open', 'not open'])}"
    return " and ".join(sentences)


def write_policy(path, rules, kind, dice):
    lines = ["measures mildest first", *(f"  {each}" for each in generate.MEASURES)]
    if kind == "amounts":
        lines = ["measures mildest first", "  allow", "  warn", "  fine: money in EUR", "  block"]
    lines += ["", "facts about a platform"]
    for fact in generate.FACTS:
        of_kind = "date" if kind == "dates" and fact in generate.DATES else "number"
        type = {"number": of_kind, "flag": "yes or no"}.get(fact["type"]) or "one of " + ", ".join(map(generate.spaced, fact["values"]))
        lines.append(f"  {generate.spaced(fact['name'])}: {type}")
    if kind == "lists":
        lines += ["  reports: list of report", "facts about a report", "  severity: number", "  open: yes or no"]
    for number, rule in enumerate(rules):
        measure = f"fine {number + 1} EUR" if kind == "amounts" else rule["measure"]
        lines += ["", f'rule "{rule["name"]}"', f"  {measure} if {condition(rule, kind, dice)}"]
    path.write_text("\n".join(lines) + "\n")


def write_records(path, kind, dice):
    with open(path, "w") as file:
        for _ in range(RECORDS):
            record = generate.make_record(dice)
            if kind == "dates":
                record |= {each["name"]: day(record[each["name"]]) for each in generate.DATES}
            if kind == "unknown":
                record = {name: value for name, value in record.items() if dice.random() < 0.9}
            if kind == "lists":
                record["reports"] = [{"severity": dice.randint(0, 100), "open": dice.random() < 0.5} for _ in range(10)]
            file.write(json.dumps(record) + "\n")


def write_case(kind, size):
    folder = CASES / kind / str(size)
    folder.mkdir(parents=True, exist_ok=True)
    dice = random.Random(run.SEED)
    rules = [generate.make_rule(dice, index, size) for index in range(size)]
    write_policy(folder / "policy.pasal", rules, kind, random.Random(1))
    write_records(folder / "facts.ndjson", kind, random.Random(run.SEED + 1))
    return folder


def measure(folder):
    command = [PROGRAM, folder / "policy.pasal", folder / "facts.ndjson", "--benchmark_format=json", "--benchmark_min_time=0.2"]
    done = subprocess.run(list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit(f"{folder}: {done.stderr.strip()}")
    results = {}
    for each in json.loads(done.stdout)["benchmarks"]:
        results[each["name"]] = {"ns": 1e9 / each["items_per_second"], "handed_over": each.get("handed_over", 0), "bytes": each.get("bytes")}
    return results


def print_kind(kind, sizes, found, baselines):
    names = list(found[kind, sizes[0]])
    print(f"\n{kind}\n\n| |" + "".join(f" {size:,} rules | |" for size in sizes) + "\n|---|" + "---:|" * 2 * len(sizes))
    for name in names:
        cells = ""
        for size in sizes:
            result = found[kind, size][name]
            more = run.times(result["ns"] / baselines[size]) if "decide" in name else f"{result['bytes'] / 1e6:,.3g} MB" if result["bytes"] else ""
            if result["handed_over"] > 0:
                more += f" ({100 * result['handed_over']:.0f}% handed over)"
            cells += f" {run.in_words(result['ns'])} | {more} |"
        print(f"| {name} |{cells}")


def cold_start():
    """The least of several runs of the whole program."""
    commands = {
        "pasal --version": ["--version"],
        "pasal check of the first policy": ["check", "policies/platform-access.pasal"],
        "pasal decide of the first policy and facts": ["decide", "policies/platform-access.pasal", "policies/facts/tiktok-2018-07-04.yaml"],
    }
    print("\nFrom the shell\n\n| | |\n|---|---:|")
    for name, arguments in commands.items():
        least = float("inf")
        for _ in range(20):
            began = time.perf_counter()
            subprocess.run([PROJECT / "build" / "pasal", *arguments], cwd=PROJECT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            least = min(least, time.perf_counter() - began)
        print(f"| {name} | {run.in_words(1e9 * least)} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rules", default="10,100,1000,10000", help="sizes of the policy")
    parser.add_argument("--kinds", default=",".join(KINDS), help="kinds of policies and records")
    parser.add_argument("--json", type=pathlib.Path, help="where the results go too")
    options = parser.parse_args()
    sizes, kinds = [int(size) for size in options.rules.split(",")], options.kinds.split(",")
    if unknown := set(kinds) - set(KINDS):
        parser.error(f"no such kind: {', '.join(sorted(unknown))}")

    run.BUILD.mkdir(parents=True, exist_ok=True)
    handwritten = {size: run.handwritten(run.generated(size)) for size in sizes if size <= 10_000}
    found, baselines = {}, {}
    for size in sizes:
        # A compiler takes hours for more rules than that in C++: the time of the largest, times as many.
        of_size = min(size, 10_000)
        program = handwritten.get(of_size) or run.handwritten(run.generated(of_size))
        baselines[size] = next(each["ns_per_decision"] for each in run.measure(program) if each["rival"] == run.BASELINE) * size / of_size
        for kind in kinds:
            print(f"Measuring {kind}, {size:,} rules, load {os.getloadavg()[0]:.1f}", file=sys.stderr, flush=True)
            found[kind, size] = measure(write_case(kind, size))
    if options.json:
        options.json.write_text(json.dumps([{"kind": kind, "rules": size, "baseline_ns": baselines[size], "results": results} for (kind, size), results in found.items()], indent=1))
    print("\nHandwritten C++ that stops early, every fact known: " + ", ".join(f"{run.in_words(baselines[size])} at {size:,} rules" for size in sizes))
    for kind in kinds:
        print_kind(kind, sizes, found, baselines)
    cold_start()


if __name__ == "__main__":
    main()
