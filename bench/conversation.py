"""How long a person waits in `pasal repl`: from the Enter key to the next prompt, in a pseudo-terminal."""

import os
import pathlib
import sys
import tempfile
import time

PROJECT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT / "tests" / "terminal"))

from session import Session  # noqa: E402

RULES = 1000
SUBJECTS = 100
DETAILS = 20
AMOUNTS = 20


def policy():
    """A thousand rules over forty facts: a tenth lean on a parameter, a tenth have an exception."""
    lines = ["measures, mildest first", "  allow", "  warn", "  block", "facts about a platform"]
    lines += [f"  detail {i}: yes or no" + (", changeable" if i % 4 == 0 else "") for i in range(DETAILS)]
    lines += [f"  amount {i}: number of items, at least 0" + (", changeable" if i % 4 == 0 else "") for i in range(AMOUNTS)]
    lines += ["parameter N: number of items", "  1,000 from 2018-07-03"]
    for i in range(RULES - RULES // 10):
        measure = "block" if i % 3 == 0 else "warn"
        limit = "N" if i % 10 == 0 else f"{900 + i}"
        lines += [f'rule "R{i}"',
                  f"  {measure} if detail {i % DETAILS} and amount {i % AMOUNTS} > {limit} and no detail {(i // 7 + 1) % DETAILS}",
                  f'  because "{{amount {i % AMOUNTS}}} items."', f'  cite "art. {i}"']
        if i % 9 == 0:
            lines += [f'exception "E{i}" to "R{i}"', f"  allow if amount {(i + 3) % AMOUNTS} < {i}"]
    return "\n".join(lines) + "\n"


def facts(seed):
    lines = ["as of: 2018-07-04"]
    # Three are not known: something stays open.
    lines += [f"detail {i}: {'yes' if (i + seed) % 3 else 'no'}" for i in range(DETAILS) if i not in (5, 11)]
    lines += [f"amount {i}: {(i * 97 + seed * 37) % 2000}" for i in range(AMOUNTS) if i != 7]
    return lines


COMMANDS = ["decide", "why --all", "why R3", "why not R4", "what if detail 3", "what if amount 2", "what if detail 3 = no", "what if N",
            "what if N = 500", "sweep amount 2 0..2000", "sweep amount 2 0..2000 by 100", "sweep N 0..3000", "how to warn", "how to allow",
            "questions", "rules", "facts", "changes", "check", "show R7", "evaluate amount 2 + amount 3", "detail 3 = no", "undo", "redo",
            "N = 700", "undo", "warn if amount 2 > 5 and detail 2", "undo", "redo", 'drop "R20"', "undo", "save policy"]


def times(pasal, folder, files, commands, prompt):
    environment = {"HOME": folder, "XDG_STATE_HOME": folder + "/state", "TERM": "dumb", "LANG": "C.UTF-8", "PATH": os.environ["PATH"]}
    with Session([pasal, "repl", *files], folder, environment, height=50, columns=100, prompt=prompt) as session:
        taken = [("(start)", session.wait_prompt())]
        for command in commands:
            row = session.screen.row
            session.type(command)
            session.wait_line(f"{prompt} {command}")
            began = time.perf_counter()
            session.type("\r")
            session.wait_prompt(row, seconds=600)
            taken.append((command, time.perf_counter() - began))
            session.screen.cells.clear()  # what was said is not looked at
            session.screen.cells[session.screen.row] = dict(enumerate(prompt))
        session.type("\x04")
        session.end()
    return taken


def measure_session(pasal, runs):
    print(f"\nin a session, {RULES:,} rules, from Enter to the next prompt:")
    with tempfile.TemporaryDirectory(prefix="pasal-bench-") as folder:
        pathlib.Path(folder, "p.pasal").write_text(policy())
        pathlib.Path(folder, "f.yaml").write_text("\n".join(["platform: Tik Tok", *facts(0)]) + "\n")
        pathlib.Path(folder, "many.yaml").write_text("\n".join(
            f"- platform: P{i}\n  " + "\n  ".join(facts(i)) for i in range(SUBJECTS)) + "\n")
        several = [times(pasal, folder, ["p.pasal", "f.yaml"], COMMANDS, "Tik Tok>") for _ in range(runs)]
        for same in zip(*several):
            print(f"  {same[0][0]:44}{1000 * min(each for _, each in same):9.1f} ms")
        print(f"with {SUBJECTS} subjects:")
        for command, took in times(pasal, folder, ["p.pasal", "many.yaml"], ["subjects", "sweep N 0..3000", "subject P7", "what if N = 500"], "P0>"):
            print(f"  {command:44}{1000 * took:9.1f} ms", flush=True)
