"""Checks that a hundred policies with three mistakes each get exactly three errors, each where its mistake is.

    three-mistakes.py PASAL [--all]

Every policy in three-mistakes/ ends with a comment that names the line and the kind of each mistake:

    # mistakes: 4 unclosed quote; 9/12 definition cycle; 14 misspelt name

A mistake that can be shown on either of two lines names both. In a Markdown law the comment is one of Markdown. What is
said of a file is right when there are three errors and each mistake has one of them on its line: no line off, none more,
none less. The others are printed with what was said of them; --all prints every file. At least 90 of the 100 must be right.
"""
import argparse
import json
import pathlib
import re
import subprocess
import sys

FOLDER = pathlib.Path(__file__).resolve().parent / "three-mistakes"
FILES = 100
NEEDED = 90


def mistakes(text):
    """The lines of each mistake, as sets, and the comment's words."""
    comment = re.search(r"^(?:#|<!--) mistakes: (.+?)(?: -->)?$", text, re.MULTILINE)
    if comment is None:
        return [], "no comment says where the mistakes are"
    parts = [part.strip().split(" ", 1) for part in comment[1].split(";")]
    return [{int(line) for line in lines.split("/")} for lines, _ in parts], comment[1]


def errors(pasal, path):
    """The errors that the program reports, as (line, kind, message), or a word about what went wrong."""
    run = subprocess.run([pasal, "check", "--format", "json", path.name], cwd=path.parent, capture_output=True,
                         text=True, encoding="utf-8", timeout=60)
    if run.returncode not in (0, 1):
        return None, f"exit status {run.returncode}: {run.stderr.strip()[:300]}"
    try:
        diagnostics = json.loads(run.stdout or run.stderr)
    except ValueError:
        return None, f"no JSON: {(run.stdout or run.stderr).strip()[:300]}"
    return [(one["line"], one["name"], one["message"]) for one in diagnostics if one["severity"] == "error"], ""


def in_place(expected, found):
    """Whether each mistake has an error of its own on one of its lines, and no error is left over."""
    free = [line for line, _, _ in found]
    for lines in sorted(expected, key=len):
        match = next((line for line in free if line in lines), None)
        if match is None:
            return False
        free.remove(match)
    return not free


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pasal", type=pathlib.Path)
    parser.add_argument("--all", action="store_true", help="print every file")
    options = parser.parse_args()
    pasal = options.pasal.resolve()
    files = sorted([*FOLDER.glob("*.pasal"), *FOLDER.glob("*.pasal.md")])
    right = 0
    broken = []
    for path in files:
        expected, words = mistakes(path.read_text(encoding="utf-8"))
        if len(expected) != 3:
            broken.append(f"{path.name}: {words}")
            continue
        found, problem = errors(pasal, path)
        good = found is not None and in_place(expected, found)
        right += good
        if options.all or not good:
            print(f"{path.name}: {'' if good else 'not '}as expected ({words})")
            if problem:
                print(f"  {problem}")
            for line, kind, message in found or []:
                print(f"  {line}: {message} [{kind}]")
    for line in broken:
        print(f"the comment of {line}")
    print(f"three-mistakes: of {len(files)} files {right} get three errors, each in its place ({NEEDED} of {FILES} needed)")
    return 1 if len(files) != FILES or broken or right < NEEDED else 0


if __name__ == "__main__":
    sys.exit(main())
