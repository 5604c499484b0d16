"""What every rival in Python does alike: read the case, check the decisions, time them, report (docs/bench.md)."""

import json
import pathlib
import statistics
import sys
import time

ROUND_SECONDS = 0.2
ROUNDS = 5


class Case:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.policy = json.loads((self.folder / "policy.json").read_text())
        self.facts = (self.folder / "facts.ndjson").read_text().splitlines()
        self.expected = (self.folder / "expected.csv").read_text().splitlines()[1:]


def check(rival, decided, expected):
    for index, (one, other) in enumerate(zip(decided, expected, strict=True)):
        if one != other:
            sys.exit(f"{rival}: record {index}: decided {one}, expected {other}")


def median_ns(records, run):
    """The median of several rounds, each of as many passes as fill its time, after one that warms up."""
    times = []
    for _ in range(ROUNDS + 1):
        began, passes, elapsed = time.perf_counter(), 0, 0
        while elapsed < ROUND_SECONDS:
            run()
            passes += 1
            elapsed = time.perf_counter() - began
        times.append(1e9 * elapsed / (passes * records))
    return statistics.median(times[1:])


def report(rival, version, case, load_ms, decision, conversion, checked, timed):
    print(json.dumps({"rival": rival, "version": version, "rules": len(case.policy["rules"]), "ns_per_decision": decision,
                      "ns_with_conversion": conversion, "load_ms": load_ms, "checked": checked, "timed": timed}), flush=True)
