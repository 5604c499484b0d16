#!/usr/bin/env python3
"""Measures how time grows with the input, and what a policy of 1,000 rules costs from the shell.

    run.py [--pasal build/pasal] [--runs 5] [--all] [SHAPE...]

Each shape (bench/shapes.py) is run at a size n, at 2n and at 4n. The time is that of the processor, the least of several
runs, without what the program takes to start. Doubling the input should a little more than double it: a ratio well above
2 means that something is looked at again and again. Nothing here passes or fails, since a machine that is busy with
something else measures anything.
"""

import argparse
import inspect
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import conversation
import shapes

PROJECT = pathlib.Path(__file__).resolve().parents[1]

# Twelve ways to grow, with a size that takes long enough to measure and not longer.
TWELVE = {
    "rules": 3000,
    "long_condition": 4000,
    "nesting": 32,  # 4n is the limit
    "names": 2000,
    "long_names": 50,  # 4n is the limit
    "definitions": 2000,
    "exceptions": 2500,
    "values": 3000,
    "table": 3000,
    "used_files": 1000,
    "items": 10000,
    "subjects": 4000,
}
# The others, with --all.
MORE = {
    "reasons": 3000,
    "questions": 3000,
    "wide_definition": 3000,
    "subset_uses": 2000,
    "exceptions_to_one": 2500,
    "obligations": 2400,
    "for_each": 4000,
    "nested_facts": 3000,
    "history": 8000,
    "taken": 4000,
    "duties_taken": 2000,
    "timeline_reports": 25000,  # 100,000 at 4n
    "timeline_duties": 2500,  # 10,000 at 4n
    "parameters": 8000,
    "chained_files": 1000,
    "law_text": 2000,
    "comments": 8000,
    "tests": 3000,
    "given_rows": 5000,
    "layout": 5000,
    "mistakes": 1000,
}


# What is not well with these is what they are about.
WITH_STATUS_1 = {"mistakes", "layout"}


def run_once(command, folder, status=0):
    """The processor's time and the wall's, in seconds."""
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, ended, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(ended)
    if process.returncode != status:
        sys.exit(f"{' '.join(command)}: status {process.returncode}")
    return usage.ru_utime + usage.ru_stime, wall


def measure(pasal, files, arguments, runs, status=0):
    """The least of several runs: what else the machine does only ever adds."""
    with tempfile.TemporaryDirectory(prefix="pasal-bench-") as folder:
        for name, text in files.items():
            pathlib.Path(folder, name).write_text(text)
        times = [run_once([pasal, *arguments], folder, status) for _ in range(runs)]
    return min(cpu for cpu, _ in times), min(wall for _, wall in times)


def title(shape):
    return inspect.getdoc(getattr(shapes, shape))


def measure_shapes(pasal, sizes, runs, start):
    print(f"{'doubled':44}{'n':>7}{'n':>9}{'2n':>9}{'4n':>9}   2n/n  4n/2n")
    for shape, size in sizes.items():
        times = []
        for factor in (1, 2, 4):
            files, arguments = getattr(shapes, shape)(size * factor)
            cpu, _ = measure(pasal, files, arguments, runs, 1 if shape in WITH_STATUS_1 else 0)
            times.append(max(cpu - start, 1e-6))
        columns = "".join(f"{1000 * each:6.0f} ms" for each in times)
        print(f"{title(shape):44}{size:7}{columns}{times[1] / times[0]:7.2f}{times[2] / times[1]:7.2f}", flush=True)


def measure_shell(pasal, runs):
    print("\nfrom the shell, processor and wall:")
    files, decide = shapes.rules(1000)
    for what, arguments in {
        "pasal --version": ["--version"],
        "pasal check, 1,000 rules": ["check", "p.pasal"],
        "pasal decide, 1,000 rules and one subject": decide,
    }.items():
        cpu, wall = measure(pasal, files, arguments, 2 * runs)
        print(f"  {what:44}{1000 * cpu:7.1f} ms{1000 * wall:9.1f} ms")
    worked = ["decide", "platform-access.pasal", "facts/tiktok-2018-07-04.yaml"]
    times = [run_once([pasal, *worked], PROJECT / "policies") for _ in range(2 * runs)]
    print(f"  {'pasal decide, the worked case':44}{1000 * min(t[0] for t in times):7.1f} ms{1000 * min(t[1] for t in times):9.1f} ms")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--pasal", default=str(PROJECT / "build" / "pasal"))
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--all", action="store_true", help="every shape, not the twelve alone")
    parser.add_argument("shapes", nargs="*", choices=[[], *TWELVE, *MORE], metavar="SHAPE")
    options = parser.parse_args()
    pasal = str(pathlib.Path(options.pasal).resolve())
    every = TWELVE | MORE
    sizes = {shape: every[shape] for shape in options.shapes} or (every if options.all else TWELVE)
    start = measure(pasal, {"p.pasal": ""}, ["check", "p.pasal"], 4 * options.runs)[0]
    measure_shapes(pasal, sizes, options.runs, start)
    measure_shell(pasal, options.runs)
    conversation.measure_session(pasal, options.runs)


if __name__ == "__main__":
    main()
