#!/usr/bin/env python3
"""Peak memory of the worst that a policy or a facts file can hold: bounded, and a message instead of a crash.

    run.py --pasal build/pasal [--measure]

Each case is a run of the program of its own, whose peak resident memory is held against BOUND_MIB, the figure that
docs/language.md states. Sanitizers multiply the memory of every allocation, so this runs without them. `--measure`
prints what each case takes.
"""

import argparse
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import threading

TIMEOUT_SECONDS = 300
BOUND_MIB = 2048
MEBI = 1024 * 1024

POLICY = """facts about a platform
  owner: text
  users: number of people
  visitors: list of visitor

facts about a visitor
  age: number of years
  friends: list of visitor

block if users > 1,000 and owner is "Tik Tok"
warn if any visitor where age under 13
"""
HEAD = "platform: Tik Tok\nas of: 2018-07-04\n"


def scalar(mebibytes):
    return HEAD + "owner: " + "x" * (mebibytes * MEBI) + "\n"


def alias_bomb():
    lines = ["a0: &a0 [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 10)]
    return HEAD + "\n".join(lines) + "\n"


def nesting():
    return HEAD + "visitors: " + "[" * 10_000 + "]" * 10_000 + "\n"


def items(count, item="{age: 7}"):
    return HEAD + "users: 5\nvisitors: [" + ", ".join([item] * count) + "]\n"


def long_condition():
    begin, part = POLICY + "block if users > 1", " and users > 1"
    return begin + part * ((MEBI - len(begin) - 1) // len(part)) + "\n"


def remembering():
    """Many rules for each item: what is remembered of the items grows until the evaluation may take no more."""
    rules = [f'rule "R{i}"\n  for each visitor\n  block if age > {i} and users > {i}' for i in range(100)]
    return POLICY + "\n".join(rules) + "\n"


# name: policy, facts (or none: it is checked), exit status, a part of what is printed
CASES = {
    "a text of 60 MiB": (POLICY, lambda: scalar(60), 1, "[facts-value-too-large]"),
    "a text of 60 MiB that may be so long": (POLICY, lambda: scalar(60), 0, "Tik Tok", "--max-value-bytes", "100000000"),
    "a file over the limit": (POLICY, lambda: scalar(64), 1, "[facts-too-large]"),
    "aliases of aliases": (POLICY, alias_bomb, 1, "[facts-alias-too-large]"),
    "10,000 levels": (POLICY, nesting, 1, "[facts-too-deep]"),
    "a million items in one line": (POLICY, lambda: items(1_000_000), 0, "Tik Tok"),
    "a million items, a line each": (POLICY, lambda: HEAD + "users: 5\nvisitors:\n" + "  - {age: 7}\n" * 1_000_000, 0, "Tik Tok"),
    "a condition of 1 MiB": (long_condition(), None, 0, "no problems"),
    "a condition of 1 MiB, decided": (long_condition(), lambda: items(1), 0, "Tik Tok"),
    "an evaluation up to its memory": (remembering(), lambda: items(100_000), 0, "bytes of memory (`--max-memory`)"),
}


def run(pasal, folder, arguments):
    """The status, the output and the peak resident memory in KiB of one run. A crash has a negative status."""
    command = [pasal, *arguments]
    with open(folder / "printed", "w+b") as printed:
        child = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=printed, stderr=subprocess.STDOUT)
        timer = threading.Timer(TIMEOUT_SECONDS, child.send_signal, [signal.SIGKILL])
        timer.start()
        _, waited, usage = os.wait4(child.pid, 0)  # of this child alone
        timer.cancel()
        child.returncode = os.waitstatus_to_exitcode(waited)
        printed.seek(0)
        # macOS counts bytes, Linux KiB.
        kibibytes = usage.ru_maxrss // 1024 if sys.platform == "darwin" else usage.ru_maxrss
        return child.returncode, printed.read().decode(errors="replace"), kibibytes


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--pasal", required=True)
    parser.add_argument("--measure", action="store_true")
    options = parser.parse_args()
    pasal = str(pathlib.Path(options.pasal).resolve())
    failed = 0
    with tempfile.TemporaryDirectory(prefix="pasal-memory-") as name:
        folder = pathlib.Path(name)
        for case, (policy, facts, status, part, *flags) in CASES.items():
            (folder / "p.pasal").write_text(policy)
            # Made by need: the peak of a child counts what its parent held when it was forked.
            (folder / "f.yaml").write_text(facts() if facts else "")
            arguments = ["check", "p.pasal"] if facts is None else ["decide", "p.pasal", "f.yaml"]
            was, printed, kibibytes = run(pasal, folder, arguments + flags)
            if options.measure:
                print(f"{kibibytes // 1024:6} MiB  status {was}  {case}: {printed[:200]!r}")
            problems = []
            if was != status:
                problems.append(f"status {was} instead of {status}")
            if part not in printed:
                problems.append(f"no `{part}` is printed")
            if kibibytes > BOUND_MIB * 1024:
                problems.append(f"{kibibytes // 1024} MiB instead of at most {BOUND_MIB}")
            if problems:
                failed += 1
                print(f"{case}: {'; '.join(problems)}: {printed[:300]}")
    print(f"{len(CASES) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
