#!/usr/bin/env python3
"""Builds and times what decides rules elsewhere on the same policies and facts, and says how many times as long each takes as
C++ written by hand.

    run.py [--rules 10,100,1000,10000] [--only NAME,...] [--json FILE]

Names are those of the folders beside this file, pasal and pasal_batch. A rival that cannot be had is named with the reason. One that decides anything
else than expected fails the run. docs/bench.md says how the times are taken and what they mean.
"""

import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
PROJECT = HERE.parents[1]
BUILD = PROJECT / "build" / "rivals"
RECORDS = {10: 10_000, 100: 10_000, 1000: 10_000}  # and 2,000 of any other size, or finding what is expected takes minutes
SEED = 1
BASELINE = "handwritten C++, stops early"
HOUR = 3600


class CannotBeHad(Exception):
    pass


def call(*command, folder=HERE, **environment):
    """Runs what builds; the last line that it wrote is the reason why it could not."""
    if not shutil.which(str(command[0])):
        raise CannotBeHad(f"there is no {command[0]}")
    done = subprocess.run(list(map(str, command)), cwd=folder, env=os.environ | environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        raise CannotBeHad((done.stdout.strip().splitlines() or [f"{command[0]}: status {done.returncode}"])[-1])


# Each builds and returns the command that takes the folder of a case.


def in_go(name):
    call("go", "build", "-o", BUILD / name, ".", folder=HERE / name)
    return [BUILD / name]


def in_rust(name):
    call("cargo", "build", "--release", "--locked", "--target-dir", BUILD / f"cargo_{name}", folder=HERE / name)
    return [BUILD / f"cargo_{name}" / "release" / name]


def duckdb(name):
    python = BUILD / "venv" / "bin" / "python"
    if not python.exists():
        call("python3", "-m", "venv", BUILD / "venv")
    call(python, "-m", "pip", "install", "-q", "-r", HERE / name / "requirements.txt")
    return ["env", f"PYTHONPATH={HERE / 'harness'}", python, HERE / name / "decide.py"]


def json_rules_engine(name):
    call("npm", "ci", "--no-audit", "--no-fund", folder=HERE / name)
    return ["node", HERE / name / "decide.mjs"]


def clips(name):
    # -fpermissive: CLIPS's headers are C.
    call("g++", "-std=c++20", "-O3", "-fpermissive", "-w", "-I", PROJECT, HERE / name / "decide.cpp", "-lclips", "-o", BUILD / name)
    return [BUILD / name]


def pasal(name):
    program = PROJECT / "build" / "bench" / "pasal_decide"
    if not program.exists():
        raise CannotBeHad(f"{program.relative_to(PROJECT)} is not built")
    return [program]


def pasal_batch(name):
    return [*pasal(name), "--batch"]


RIVALS = {
    "pasal": pasal,
    "pasal_batch": pasal_batch,
    "duckdb": duckdb,
    "opa": in_go,
    "cel_go": in_go,
    "cel_rust": in_rust,
    "cedar": in_rust,
    "zen": in_rust,
    "json_rules_engine": json_rules_engine,
    "clips": clips,
}


def generated(rules):
    folder = BUILD / "cases" / str(rules)
    if not (folder / "expected.csv").exists():
        records = RECORDS.get(rules, 2000)
        subprocess.run([sys.executable, HERE / "generate.py", folder, "--rules", str(rules), "--records", str(records), "--seed", str(SEED)], check=True)
    return folder


def handwritten(case):
    """Its load is the compiler's time, which it is told; the program stays for the next run."""
    source, program, seconds = case / "handwritten.cpp", case / "handwritten", case / "handwritten.ms"
    subprocess.run([sys.executable, HERE / "handwritten" / "generate.py", case, source.with_suffix(".new")], check=True)
    written = source.with_suffix(".new").read_text()
    if not (seconds.exists() and source.read_text() == written):
        source.write_text(written)
        print(f"Compiling {case.name} rules in C++", file=sys.stderr, flush=True)
        began = time.perf_counter()
        call("g++", "-std=c++20", "-O3", "-I", PROJECT, source, "-o", program)
        seconds.write_text(str(1000 * (time.perf_counter() - began)))
    return [program, case, seconds.read_text()]


def measure(command):
    done = subprocess.run(list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=HOUR)
    if done.returncode:
        sys.exit(f"{command[-1]}: status {done.returncode}: {done.stderr.strip()}")
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def in_words(nanoseconds):
    for unit, size in (("s", 1e9), ("ms", 1e6), ("µs", 1e3)):
        if nanoseconds >= size:
            return f"{nanoseconds / size:.3g} {unit}" if nanoseconds < 1000 * size else f"{nanoseconds / size:,.0f} {unit}"
    return f"{nanoseconds:.3g} ns"


def times(ratio):
    return f"{ratio:,.0f}×" if ratio >= 10 else f"{ratio:.1f}×"


def print_tables(reports, sizes):
    rivals = list(dict.fromkeys(report["rival"] for report in reports))
    found = {(report["rival"], report["rules"]): report for report in reports}
    heading = "".join(f" {size:,} rules | |" for size in sizes)
    for title, key in (("Decision alone", "ns_per_decision"), ("With conversion from and to the user's form", "ns_with_conversion")):
        print(f"\n{title}\n\n| |{heading}\n|---|" + "---:|" * 2 * len(sizes))
        for rival in rivals:
            cells = ""
            for size in sizes:
                report, base = found.get((rival, size)), found[BASELINE, size]
                cells += f" {in_words(report[key])} | {times(report[key] / base[key])} |" if report and report[key] else " | |"
            print(f"| {rival} |{cells}")
    print("\nLoading the policy, and how many records were checked and then timed\n\n| | version |" + "".join(f" {size:,} rules | |" for size in sizes))
    print("|---|---|" + "---:|" * 2 * len(sizes))
    for rival in rivals:
        cells, version = "", ""
        for size in sizes:
            report = found.get((rival, size))
            version = report["version"] if report else version
            cells += f" {in_words(1e6 * report['load_ms'])} | {report['checked']:,}, {report.get('timed', report['checked']):,} |" if report else " | |"
        print(f"| {rival} | {version} |{cells}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rules", default="10,100,1000,10000", help="sizes of the policy")
    parser.add_argument("--only", default=",".join(RIVALS), help="the rivals, by folder")
    parser.add_argument("--json", type=pathlib.Path, help="where the reports go too, a line each")
    options = parser.parse_args()
    sizes = [int(size) for size in options.rules.split(",")]
    chosen = options.only.split(",")
    if unknown := set(chosen) - set(RIVALS):
        parser.error(f"no such rival: {', '.join(sorted(unknown))}")

    BUILD.mkdir(parents=True, exist_ok=True)
    commands, missing = {}, {}
    for name in chosen:
        print(f"Building {name}", file=sys.stderr, flush=True)
        try:
            commands[name] = RIVALS[name](name)
        except CannotBeHad as reason:
            missing[name] = reason
    cases = {size: generated(size) for size in sizes}
    baselines = {size: handwritten(case) for size, case in cases.items()}

    # Nothing is built any more: what follows has the machine to itself, as far as this program is concerned.
    reports = []
    for size, case in cases.items():
        print(f"Measuring {size:,} rules, load {os.getloadavg()[0]:.1f}", file=sys.stderr, flush=True)
        reports += measure(baselines[size])
        for command in commands.values():
            reports += measure([*command, case])
    if options.json:
        options.json.write_text("".join(json.dumps(report) + "\n" for report in reports))
    print_tables(reports, sizes)
    for name, reason in missing.items():
        print(f"\n{name} could not be had: {reason}")


if __name__ == "__main__":
    main()
