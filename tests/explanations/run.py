#!/usr/bin/env python3
"""Holds `pasal explain` to its word.

    run.py --pasal build/pasal [CODE...]

Every diagnostic that `pasal explain` lists must be explained, in the same order. The wrong example must give that
diagnostic, once, and no other; the mended one must give none and be accepted.
"""

import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

TIMEOUT_SECONDS = 300
AS_TEXT = re.compile(r"^(?:\S.*: )?(?:error|warning): .* \[([a-z0-9-]+)\]$", re.MULTILINE)
AS_SARIF = re.compile(r'"ruleId": "(P\d+)"')
WARNINGS_EXIT, ERRORS_EXIT = 0, 1


def run(command, folder, environment):
    done = subprocess.run(
        ["bash", "-c", command], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=TIMEOUT_SECONDS)
    return done.stdout.decode("utf-8", errors="backslashreplace"), done.returncode


def run_example(row, text, environment):
    """Runs one example in a folder of its own; returns what is printed and the exit status."""
    with tempfile.TemporaryDirectory(prefix="pasal-explain-") as folder:
        folder = pathlib.Path(folder)
        if row["policy"] is not None:
            (folder / "platform.pasal").write_text(row["policy"], encoding="utf-8")
        if row["command"] is None:
            lines = text.splitlines()
            if not all(line.startswith("$ ") for line in lines):
                raise ValueError("each line of an example without a command begins with `$ `")
            return run("\n".join(line[2:] for line in lines), folder, environment)
        names = re.findall(r"\bexample\.\w+", row["command"])
        if len(names) != 1:
            raise ValueError(f"`{row['command']}` names no file for the example, or several")
        (folder / names[0]).write_text(text, encoding="utf-8")
        return run(row["command"], folder, environment)


def reported(output, names):
    """The names of the diagnostics in an output, in the order in which they stand there."""
    return AS_TEXT.findall(output) + [names[code] for code in AS_SARIF.findall(output)]


def troubles_of(row, severity, names, environment):
    output, status = run_example(row, row["wrong"], environment)
    found = reported(output, names)
    expected_status = ERRORS_EXIT if severity == "error" else WARNINGS_EXIT
    if found != [row["name"]]:
        yield f"the wrong example gives {', '.join(found) or 'no diagnostic'}:\n{output}"
    elif status != expected_status:
        yield f"the wrong example exits with {status} instead of {expected_status}:\n{output}"
    output, status = run_example(row, row["right"], environment)
    if reported(output, names) or status != 0:
        yield f"the mended example is not accepted (exit {status}):\n{output}"
    if not re.search(r"\w.*\.$", row["cause"]):
        yield "the cause is no sentence"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pasal", type=pathlib.Path, required=True, help="the program to run")
    parser.add_argument("codes", nargs="*", metavar="CODE", help="only these; their order does not matter")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="pasal-explain-") as folder:
        (pathlib.Path(folder) / "pasal").symlink_to(arguments.pasal.resolve())
        environment = os.environ | {"PATH": f"{folder}:{os.environ['PATH']}", "NO_COLOR": "1", "LC_ALL": "C.UTF-8"}
        return check_all(arguments.codes, environment)


def check_all(codes, environment):
    listed, _ = run("pasal explain", "/", environment)
    severities = {code: severity for code, _, severity in map(str.split, listed.splitlines())}
    names = {code: name for code, name, _ in map(str.split, listed.splitlines())}
    answer, _ = run("pasal explain --format json", "/", environment)
    rows = {row["code"]: row for row in json.loads(answer)}
    failed = {code: ["is not explained"] for code in names if code not in rows}
    explained = [code for code in names if code in rows]
    if list(rows) != explained:
        failed["order"] = ["the explanations do not stand in the order of the diagnostics"]
    unknown = [code for code in codes if code not in names]
    for code in unknown:
        failed[code] = ["is no diagnostic"]
    for code, row in rows.items():
        if codes and code not in codes:
            continue
        found = list(troubles_of(row, severities[code], names, environment))
        if found:
            failed[code] = found
    for code, found in failed.items():
        for trouble in found:
            print(f"{code} {names.get(code, '')}: {trouble}")
    print(f"{len(names) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed or not rows else 0


if __name__ == "__main__":
    sys.exit(main())
