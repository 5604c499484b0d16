#!/usr/bin/env python3
"""The spec runner must see every kind of drift, and --update must mend it. A shell script stands in for `pasal`."""

import pathlib
import subprocess
import sys
import tempfile

RUNNER = pathlib.Path(__file__).resolve().with_name("run.py")

# check FILE: accepts a file without the word `wrong`; says VERSION; crash: ends by a signal; quiet: prints nothing.
PASAL = """#!/bin/bash
case $1 in
  check)
    if grep -q '^wrong' "$2"; then echo "$2:1:1: error: it is wrong [type-mismatch]" >&2; exit 1; fi
    echo "$2: fine" ;;
  where) pwd ;;
  both) echo out; echo err >&2 ;;
  crash) kill -SEGV $$ ;;
  unfinished) printf 'no line break' ;;
esac
"""

POLICY = "# RUN: pasal check %s\nwrong\n# EXPECT: a.pasal:1:1: error: it is wrong [type-mismatch]\n# EXIT: 1\n"
SECTIONS = """# Two files.
--- FILE b/one.pasal
wrong
--- FILE two.yaml
---
x: 1
--- RUN pasal check b/one.pasal
--- ERR
b/one.pasal:1:1: error: it is wrong [type-mismatch]
--- EXIT 1

--- RUN cat two.yaml && pasal both
---
x: 1
out
err
--- NOTE where it runs
This is not compared.
--- RUN pasal where
%d
"""
DOCUMENT = """# A page

```pasal file=one.pasal
wrong
```

1. In a list:

   ```console
   $ pasal check one.pasal  # exit 1
   one.pasal:1:1: error: it is wrong [type-mismatch]
   $ echo a \\
   b && build/pasal both
   a b
   out
   err
   ```

```pasal
policy "Whole"
```

```pasal fragment
wrong
```

```sh
not run
```
"""

# name of the file, its text, the last line of the output
CASES = [
    ("a.pasal", POLICY, "1 passed, 0 failed"),
    ("a.pasal", POLICY.replace("EXIT: 1", "EXIT: 2"), "0 passed, 1 failed"),
    ("a.pasal", POLICY.replace("# EXIT: 1\n", ""), "0 passed, 1 failed"),
    ("a.pasal", POLICY.replace("it is", "it was"), "0 passed, 1 failed"),
    ("a.pasal", POLICY + "# EXPECT: more\n", "0 passed, 1 failed"),
    ("a.pasal", POLICY + "# RUN: pasal both | grep out && pasal quiet\n# EXPECT: out\n# EXPECT: err\n",
     "2 passed, 0 failed"),
    ("a.pasal", "# RUN: pasal both\n# RUN: pasal both\nx\n# EXPECT: out\n# EXPECT: err\n# EXPECT: out\n# EXPECT: err\n",
     "1 passed, 0 failed"),
    ("a.pasal", "# RUN: pasal check %s\n# RUN: pasal both\nwrong\n# EXIT: 1\n", "0 passed, 1 failed"),
    ("a.pasal", "# RUN: pasal quiet\n", "1 passed, 0 failed"),
    ("a.pasal", "# RUN: pasal unfinished\n# EXPECT: no line break\n", "0 passed, 1 failed"),
    ("a.pasal", "# RUN: pasal crash\n# EXIT: 139\n", "0 passed, 1 failed"),
    ("a.pasal", "# RUN: nosuchcommand\n# EXIT: 127\n", "0 passed, 1 failed"),
    ("a.pasal", "policy\n", "0 passed, 1 failed"),
    ("a.pasal", POLICY + "# EXPCT: typo\n", "0 passed, 1 failed"),
    ("a.pasal", POLICY + "  # EXPECT: indented\n", "0 passed, 1 failed"),
    ("a.pasal", "# EXPECT: first\n" + POLICY, "0 passed, 1 failed"),
    ("a.spec", SECTIONS, "3 passed, 0 failed"),
    ("a.spec", SECTIONS.replace("EXIT 1", "EXIT 0"), "2 passed, 1 failed"),
    ("a.spec", SECTIONS.replace("\nout\n", "\nouter\n"), "2 passed, 1 failed"),
    ("a.spec", SECTIONS.replace("--- ERR", "--- ERROR"), "0 passed, 1 failed"),
    ("a.spec", SECTIONS.replace("b/one", "../one"), "0 passed, 1 failed"),
    ("a.spec", "--- FILE a\nx\n", "0 passed, 1 failed"),
    ("a.spec", "text\n" + SECTIONS, "0 passed, 1 failed"),
    ("a.md", DOCUMENT, "3 passed, 0 failed"),
    ("a.md", DOCUMENT.replace("  # exit 1", ""), "2 passed, 1 failed"),
    ("a.md", DOCUMENT.replace("   a b\n", ""), "2 passed, 1 failed"),
    ("a.md", DOCUMENT.replace("policy", "policy\nwrong"), "2 passed, 1 failed"),
    ("a.md", DOCUMENT.replace(" fragment", ""), "0 passed, 1 failed"),
    ("a.md", DOCUMENT.replace(" file=one.pasal", ""), "0 passed, 1 failed"),
    ("a.md", DOCUMENT + "```yaml\nx: 1\n```\n", "0 passed, 1 failed"),
    ("a.md", DOCUMENT + "```console\n", "0 passed, 1 failed"),
    ("a.md", "prose\n", "0 passed, 0 failed"),
]

# What --update makes of a file: before, after.
UPDATES = [
    ("a.pasal", POLICY.replace("it is", "it was").replace("# EXIT: 1\n", ""), POLICY),
    ("a.pasal", "# RUN: pasal check %s\nwrong\n", POLICY),
    ("a.pasal", "# RUN: pasal quiet\n# EXPECT: old\n", "# RUN: pasal quiet\n"),
    ("a.pasal", "# RUN: pasal crash\n# EXPECT: kept\n", "# RUN: pasal crash\n# EXPECT: kept\n"),
    ("a.spec", SECTIONS.replace("EXIT 1", "EXIT 3").replace("\nerr\n", "\nold\nolder\n"), SECTIONS),
    ("a.md", DOCUMENT.replace("  # exit 1", "").replace("   a b\n", "").replace("   err\n", "   old\n"), DOCUMENT),
]

TABLE = 'DIAGNOSTIC(type_mismatch, "P0203", error, "{}")\n'


def run(folder, *arguments):
    command = [sys.executable, str(RUNNER), "--pasal", str(folder / "program"), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True)


def fresh_folder(scratch, name, text):
    folder = pathlib.Path(tempfile.mkdtemp(dir=scratch))
    (folder / "program").write_text(PASAL)
    (folder / "program").chmod(0o755)
    (folder / name).write_text(text)
    return folder


def complain(case, result):
    print(f"--- case {case}: exit {result.returncode}\n{result.stdout}{result.stderr}")
    return 1


def main():
    failed = 0
    with tempfile.TemporaryDirectory() as scratch:
        for number, (name, text, last_line) in enumerate(CASES):
            folder = fresh_folder(scratch, name, text)
            result = run(folder, folder / name)
            good = last_line.endswith(" 0 failed") and not last_line.startswith("0 passed")
            if result.stdout.splitlines()[-1:] != [last_line] or (result.returncode == 0) != good:
                failed += complain(f"{number}, {last_line}", result)
        for number, (name, before, after) in enumerate(UPDATES):
            folder = fresh_folder(scratch, name, before)
            result = run(folder, "--update", folder / name)
            if (folder / name).read_text() != after:
                failed += complain(f"update {number}\n{(folder / name).read_text()}", result)
        for text, status in ((POLICY, 0), (POLICY.replace("type-mismatch", "other"), 1)):
            folder = fresh_folder(scratch, "a.pasal", text)
            (folder / "table.def").write_text(TABLE)
            result = run(folder, "--codes", folder / "table.def", folder / "a.pasal")
            if result.returncode != status:
                failed += complain(f"codes, {status}", result)
        if run(folder, pathlib.Path(tempfile.mkdtemp(dir=scratch))).returncode == 0:
            print("a folder without a spec is let through")
            failed += 1
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
