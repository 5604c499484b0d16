#!/usr/bin/env python3
"""Peak memory of the worst that a policy or a facts file can hold: bounded, and a message instead of a crash.

    run.py --pasal build/pasal [--measure]

Each case is a run of the program of its own, whose peak resident memory is held against a bound in MiB: about
twice what was measured. Sanitizers multiply the memory of every allocation, so this runs without them. `--measure`
prints what each case takes.
"""

import argparse
import pathlib
import subprocess
import sys
import tempfile

TIMEOUT_SECONDS = 300
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


# name: bound, policy, facts (or none: it is checked), exit status, a part of what is printed
CASES = {
    "a text of 60 MiB": (160, POLICY, lambda: scalar(60), 1, "[facts-value-too-large]"),
    "a text of 60 MiB that may be so long": (600, POLICY, lambda: scalar(60), 0, "Tik Tok", "--max-value-bytes", "100000000"),
    "a file over the limit": (32, POLICY, lambda: scalar(64), 1, "[facts-too-large]"),
    "aliases of aliases": (32, POLICY, alias_bomb, 1, "[facts-alias-too-large]"),
    "10,000 levels": (32, POLICY, nesting, 1, "[facts-too-deep]"),
    "a million items in one line": (1500, POLICY, lambda: items(1_000_000), 0, "Tik Tok"),
    "a million items, a line each": (1500, POLICY, lambda: HEAD + "users: 5\nvisitors:\n" + "  - {age: 7}\n" * 1_000_000, 0, "Tik Tok"),
    "a condition of 1 MiB": (400, long_condition(), None, 0, "no problems"),
    "a condition of 1 MiB, decided": (400, long_condition(), lambda: items(1), 0, "Tik Tok"),
    "an evaluation up to its memory": (700, remembering(), lambda: items(100_000), 0, "bytes of memory (`--max-memory`)",
                                       "--max-steps", "1000000000"),
}


def many_rows():
    return "platform,as of,owner,users\n" + "".join(f"platform {i},2018-07-04,Tik Tok,{i}\n" for i in range(200_000))


def many_lines():
    return "".join(f'{{"platform": "platform {i}", "as of": "2018-07-04", "users": {i}, "visitors": [{{"age": 7}}]}}\n' for i in range(200_000))


def many_wrong():
    return "platform,as of,owner,users\n" + "".join(f"platform {i},yesterday,Tik Tok,many\n" for i in range(200_000))


def no_end():
    return "platform,owner\n" + '"' + "x" * (60 * MEBI)


# The same of `pasal batch`: what it takes does not depend on how many rows there are.
# name: bound, file, its text, exit status, a part of what is printed
BATCHES = {
    "200,000 rows": (32, "f.csv", many_rows, 0, "200,000 rows: 200,000 decided"),
    "200,000 lines": (32, "f.ndjson", many_lines, 0, "200,000 rows: 200,000 decided"),
    "200,000 rows that are wrong": (48, "f.csv", many_wrong, 1, "200,000 in error"),
    "a row of 60 MiB": (48, "f.csv", no_end, 1, "[facts-row-too-large]"),
}


# A small process in between: the peak of a child counts what its parent held when it was forked.
MEASURE = """
import os, resource, sys
child = os.spawnvp(os.P_NOWAIT, sys.argv[1], sys.argv[1:])
_, waited, usage = os.wait4(child, 0)
open("measured", "w").write(f"{os.waitstatus_to_exitcode(waited)} {usage.ru_maxrss}")
"""


def run(pasal, folder, arguments):
    """The status, the output and the peak resident memory in MiB of one run. A crash has a negative status."""
    with open(folder / "printed", "w+b") as printed:
        subprocess.run([sys.executable, "-S", "-c", MEASURE, pasal, *arguments], cwd=folder, stdin=subprocess.DEVNULL,
                       stdout=printed, stderr=subprocess.STDOUT, timeout=TIMEOUT_SECONDS, check=True)
        printed.seek(0)
        status, kibibytes = map(int, (folder / "measured").read_text().split())
        return status, printed.read().decode(errors="replace"), kibibytes // 1024


def examine(case, bound, part, was, status, printed, mebibytes, measure):
    """False, and the problems are printed, where a case is not as it should be."""
    if measure:
        print(f"{mebibytes:6} MiB  {case}", flush=True)
    problems = []
    if was != status:
        problems.append(f"status {was} instead of {status}")
    if part not in printed:
        problems.append(f"no `{part}` is printed")
    if mebibytes > bound:
        problems.append(f"{mebibytes} MiB instead of at most {bound}")
    if problems:
        print(f"{case}: {'; '.join(problems)}: {printed[:300]}")
    return not problems


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--pasal", required=True)
    parser.add_argument("--measure", action="store_true")
    options = parser.parse_args()
    pasal = str(pathlib.Path(options.pasal).resolve())
    failed = 0
    with tempfile.TemporaryDirectory(prefix="pasal-memory-") as name:
        folder = pathlib.Path(name)
        for case, (bound, policy, facts, status, part, *flags) in CASES.items():
            (folder / "p.pasal").write_text(policy)
            (folder / "f.yaml").write_text(facts() if facts else "")
            arguments = ["check", "p.pasal"] if facts is None else ["decide", "p.pasal", "f.yaml"]
            was, printed, mebibytes = run(pasal, folder, arguments + flags)
            failed += not examine(case, bound, part, was, status, printed, mebibytes, options.measure)
        (folder / "p.pasal").write_text(POLICY)
        for case, (bound, file, text, status, part) in BATCHES.items():
            (folder / file).write_text(text())
            was, printed, mebibytes = run(pasal, folder, ["batch", "p.pasal", file, "--output", "answer.csv", "--threads", "4"])
            failed += not examine(case, bound, part, was, status, printed, mebibytes, options.measure)
    print(f"{len(CASES) + len(BATCHES) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
