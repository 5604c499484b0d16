#!/usr/bin/env python3
"""Runs the examples in spec files and documents, and compares what they print with what they show.

    run.py --pasal build/pasal [--update] [--jobs 2] PATH...

A PATH is a file or a folder, searched for *.pasal, *.spec and *.md. Three kinds of file hold examples.

NAME.pasal is one policy. Comments say what to run and what is printed, at the end of the file, so that the lines above
keep their numbers:

    # RUN: pasal check %s
    warn if minimum age > "thirteen"
    # EXPECT: name.pasal:2:9: error: ...
    # EXIT: 1

  It runs in the file's folder; %s is the file, %d the folder. EXPECT lines are the whole output (standard output, then
  standard error) of the RUN lines above them, up to the EXPECT lines before; `# EXPECT:` is an empty line. EXIT is the
  status of each of those RUN lines, 0 when it is not given. RUN lines may follow the EXPECT lines of others.

NAME.spec holds several files and runs in a fresh folder, from top to bottom. Lines before the first section are
comments, each starting with #.

    --- FILE a.pasal
    warn if x
    --- RUN pasal check a.pasal
    the exact output (standard output, then standard error)
    --- ERR
    standard error, where it is to be shown by itself
    --- EXIT 1
    --- NOTE what comes next, for readers

NAME.md is a document; its fenced blocks run in a fresh folder, from top to bottom. That folder looks like the root of
the project as far as a reader would use it: policies/ is there, and build/pasal.

    ```yaml file=facts.yaml     (any language)  writes a file
    ```console                  `$ command` lines, each followed by its exact output; `# exit 1` after a command gives
                                its status, and a command goes on over lines that end in \\
    ```pasal                    a whole policy (it starts with `policy` or a language): `pasal check` must accept it
    ```pasal fragment           is not run (yaml and json too); the summary counts these

  A `pasal`, `yaml` or `json` block that is none of these is an error: no example is skipped in silence. Blocks in other
  languages are prose.

The record of a session, `pasal repl --echo FILES`, shows what is typed behind its prompts: those lines are its input.

Commands run through bash with `pasal` in the path, no colours, 120 columns and no TZ. The path of the folder they run in
is shown as %d. --update writes what is printed now into the files; a crash or a time-out is never written.

    run.py --codes grammar/diagnostics.def PATH...

runs nothing: it lists the diagnostics that no expected output shows, and fails if there are any.

    run.py --extract NAME DOCUMENT

runs nothing: it prints the block of the document that is tagged `file=NAME`.
"""

import argparse
import concurrent.futures
import dataclasses
import difflib
import os
import pathlib
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile

from formats import Run, SpecError, Write, read_spec

PROJECT = pathlib.Path(__file__).resolve().parents[2]
TIMEOUT_SECONDS = 300
# From here on a status means that a sanitizer found something, the shell did not find a command, or a signal came.
FIRST_CRASH_STATUS = 99
UNFINISHED_LINE = "\\ no line break at the end of the output"


# --- Running -------------------------------------------------------------------------------------------------------


def run_spec(spec, pasal):
    """Fills in `actual` of every run; returns what went wrong beyond differences, as (line, message)."""
    with tempfile.TemporaryDirectory(prefix="pasal-spec-") as scratch:
        scratch = pathlib.Path(scratch).resolve()
        environment = command_environment(pasal, scratch / "bin")
        if spec.runs_in_place:
            folder = spec.path.parent.resolve()
        else:
            folder = scratch / "files"
            folder.mkdir()
            if spec.path.suffix == ".md":
                look_like_the_project(folder, pasal)
        troubles = []
        for step in spec.steps:
            if isinstance(step, Write):
                write_file(folder, step)
                continue
            try:
                run_step(step, spec, folder, scratch, environment)
            except CommandTrouble as trouble:
                troubles.append((step.line, str(trouble)))
        return troubles


class CommandTrouble(Exception):
    """A command crashed, ran out of time, or disagrees with its neighbours: never an expectation."""


def command_environment(pasal, bin_folder):
    bin_folder.mkdir()
    (bin_folder / "pasal").symlink_to(pasal)
    kept = {name: value for name, value in os.environ.items() if name != "TZ"}
    return kept | {
        "PATH": f"{bin_folder}:{os.environ['PATH']}",
        "NO_COLOR": "1",
        "COLUMNS": "120",
        "LC_ALL": "C.UTF-8",
    }


def look_like_the_project(folder, pasal):
    if (PROJECT / "policies").is_dir():
        shutil.copytree(PROJECT / "policies", folder / "policies")
    (folder / "build").mkdir()
    (folder / "build" / "pasal").symlink_to(pasal)


def write_file(folder, step):
    path = (folder / step.name).resolve()
    if not path.is_relative_to(folder):
        raise SpecError(1, f"the file {step.name} would lie outside the folder of the test")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(line + "\n" for line in step.lines), encoding="utf-8", newline="")


def run_step(run, spec, folder, scratch, environment):
    if run.alone:
        folder = scratch / f"alone-{run.line}"
        folder.mkdir()
        (folder / "policy.pasal").write_text(run.alone, encoding="utf-8")
    output, errors, statuses = "", "", []
    for command in run.commands:
        if spec.runs_in_place:
            command = command.replace("%s", shlex.quote(spec.path.name)).replace("%d", ".")
        out, err, status = run_command(command, folder, environment, typed_lines(run.expected) if "pasal repl --echo" in command else "")
        statuses.append(status)
        if run.expected_errors is None:
            output += out + err
        else:
            output, errors = output + out, errors + err
    if len(set(statuses)) > 1:
        raise CommandTrouble(f"the RUN lines of one EXPECT exit with different statuses: {statuses}; give each its own")

    def shown(text):
        lines = text.replace(str(folder), "%d").split("\n")
        return lines[:-1] if lines[-1] == "" else lines + [UNFINISHED_LINE]

    run.actual = (shown(output), None if run.expected_errors is None else shown(errors), statuses[0])
    if run.alone:
        if statuses[0]:
            raise CommandTrouble("`pasal check` does not accept this policy:\n" + "\n".join(run.actual[0]))
        run.actual = ([], None, 0)


def typed_lines(shown):
    """What is typed in the record of a session: the lines behind a prompt, `Tik Tok> what if local office`."""
    return "".join(typed[1] + "\n" for line in shown if (typed := re.match(r"(?:[^\s>]|[^\s>][^>]*[^\s>=-])> ?(.*)$", line)))


def without_zone_data(text):
    """The time zone data are those of the machine: their release is told, and shown here as RELEASE."""
    return re.sub(r'(IANA |"zone_data": ?")\d{4}[a-z]+', r"\1RELEASE", text)


def run_command(command, folder, environment, typed):
    process = subprocess.Popen(
        ["bash", "-c", command], cwd=folder, env=environment, start_new_session=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        out, err = process.communicate(typed.encode(), timeout=TIMEOUT_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise CommandTrouble(f"not done after {TIMEOUT_SECONDS} seconds: {command}")
    out, err = (without_zone_data(stream.decode("utf-8", errors="backslashreplace")) for stream in (out, err))
    if process.returncode < 0 or process.returncode >= FIRST_CRASH_STATUS:
        raise CommandTrouble(f"status {process.returncode} (a crash, or no such command): {command}\n{out}{err}")
    return out, err, process.returncode


# --- Comparing and updating ----------------------------------------------------------------------------------------


def differences(run):
    """A unified diff from what is shown to what is printed; empty when they agree."""

    def whole(output, errors, status):
        errors = ["--- standard error", *errors] if errors is not None else []
        return output + errors + [f"--- exit {status}"]

    shown = whole(run.expected, run.expected_errors, run.exit)
    printed = whole(*run.actual)
    return list(difflib.unified_diff(shown, printed, "shown", "printed", lineterm="", n=2))


def updated_lines(spec):
    lines = list(spec.lines)
    for run in reversed(spec.runs):
        if run.actual is not None:
            lines[run.begin:run.end] = spec.write_back(run)
    return lines


@dataclasses.dataclass
class Result:
    path: pathlib.Path
    report: list = dataclasses.field(default_factory=list)
    passed: int = 0
    failed: int = 0
    fragments: int = 0
    updated: bool = False


def check_file(path, pasal):
    result = Result(path)
    try:
        spec = read_spec(path)
        if not spec.runs and path.suffix != ".md":
            raise SpecError(1, "no RUN line: nothing is tested here")
        troubles = run_spec(spec, pasal)
    except SpecError as error:
        return failed_file(result, error)
    result.fragments = spec.fragments
    for line, message in troubles:
        result.report += [f"{show(path)}:{line}: {message}", ""]
    for run in spec.runs:
        diff = [] if run.actual is None else differences(run)
        if diff:
            result.report += [f"{show(path)}:{run.line}: {'; '.join(run.commands)}", *diff, ""]
    result.failed = sum(run.actual is None or bool(differences(run)) for run in spec.runs)
    result.failed = max(result.failed, len(troubles))
    result.passed = len(spec.runs) - result.failed
    return result


def update_file(path, pasal):
    result = Result(path)
    # What is written may change what a command prints about its own file, so it is written until nothing changes.
    for _ in range(3):
        try:
            spec = read_spec(path)
            troubles = run_spec(spec, pasal)
        except SpecError as error:
            return failed_file(result, error)
        lines = updated_lines(spec)
        if troubles or lines == spec.lines:
            break
        path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="")
        result.updated = True
    result.report = [f"{show(path)}:{line}: {message}" for line, message in troubles]
    result.failed, result.passed = len(troubles), len(spec.runs) - len(troubles)
    result.fragments = spec.fragments
    return result


def failed_file(result, error):
    result.report = [f"{show(result.path)}:{error.line}: {error}", ""]
    result.failed = 1
    return result


def show(path):
    path = path.resolve()
    return path.relative_to(PROJECT) if path.is_relative_to(PROJECT) else path


# --- The command ---------------------------------------------------------------------------------------------------


def find_specs(paths):
    specs = []
    for path in map(pathlib.Path, paths):
        if path.is_dir():
            specs += [file for suffix in ("pasal", "spec", "md") for file in path.rglob("*." + suffix)]
        elif path.is_file():
            specs.append(path)
        else:
            sys.exit(f"run.py: there is no {path}")
    if not specs:
        sys.exit(f"run.py: no spec in {', '.join(paths)}")
    return sorted(set(specs))


def run_all(arguments):
    work = update_file if arguments.update else check_file
    pasal = arguments.pasal.resolve()
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        results = list(pool.map(lambda path: work(path, pasal), find_specs(arguments.paths)))
    for result in results:
        if result.report:
            print(*result.report, sep="\n")
        if result.updated:
            print(f"updated {show(result.path)}")
    fragments = sum(result.fragments for result in results)
    if fragments:
        print(f"not run: {fragments} tagged `fragment` in documents")
    passed, failed = (sum(getattr(result, name) for result in results) for name in ("passed", "failed"))
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


def check_codes(arguments):
    """Every row DIAGNOSTIC(type_mismatch, "P0203", ...) must be shown as [type-mismatch], or in JSON as "P0203"."""
    rows = re.findall(r'^DIAGNOSTIC\(\s*(\w+),\s*"(\w+)"', arguments.codes.read_text(encoding="utf-8"), re.MULTILINE)
    if not rows:
        sys.exit(f"run.py: no DIAGNOSTIC rows in {arguments.codes}")
    shown = []
    for path in find_specs(arguments.paths):
        try:
            for run in read_spec(path).runs:
                shown += run.expected + (run.expected_errors or [])
        except SpecError as error:
            sys.exit(f"{show(path)}:{error.line}: {error}")
    shown = "\n".join(shown)
    missing = [
        (kind, code) for kind, code in rows
        if f"[{kind.replace('_', '-')}]" not in shown and f"[{code}]" not in shown and f'"{code}"' not in shown]
    for kind, code in missing:
        print(f"{code} {kind.replace('_', '-')}: no spec shows it")
    print(f"{len(rows) - len(missing)} passed, {len(missing)} failed")
    return 1 if missing else 0


def extract(arguments):
    steps = [step for path in find_specs(arguments.paths) for step in read_spec(path).steps]
    blocks = [step for step in steps if isinstance(step, Write) and step.name == arguments.extract]
    if not blocks:
        sys.exit(f"run.py: no block in {', '.join(arguments.paths)} is tagged file={arguments.extract}")
    print(*blocks[0].lines, sep="\n")
    return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", metavar="PATH")
    parser.add_argument("--pasal", type=pathlib.Path, help="the program to run")
    parser.add_argument("--update", action="store_true", help="write what is printed now into the files")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--codes", type=pathlib.Path, help="only check that every diagnostic of this table is shown")
    parser.add_argument("--extract", metavar="NAME", help="only print the block tagged file=NAME")
    arguments = parser.parse_args()
    if arguments.extract:
        return extract(arguments)
    if arguments.codes:
        return check_codes(arguments)
    if arguments.pasal is None or not os.access(arguments.pasal, os.X_OK):
        parser.error("--pasal names the program to run")
    return run_all(arguments)


if __name__ == "__main__":
    sys.exit(main())
