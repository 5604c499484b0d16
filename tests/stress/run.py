#!/usr/bin/env python3
"""Long policies and deep ones: answered rightly, or told that they are too deep, and never a crash.

    run.py --pasal build/pasal [--long N]

Nothing here is timed. A chain of ten thousand, or a condition nested to the limit, is what overflows a stack or takes a
time that grows with the square, above all under sanitizers, whose frames are several times as large. There everything
takes ten times as long too, so a build with them asks for shorter chains, on a stack that is shorter by as much.
"""

import argparse
import pathlib
import resource
import subprocess
import sys
import tempfile

TIMEOUT_SECONDS = 300
LIMIT = 128  # --max-nesting
LONGEST = 10_000  # of a chain, on the usual stack
MEBIBYTE = 1 << 20
STACK_BYTES = 8 * MEBIBYTE
long = LONGEST

FACTS = """facts about a platform
  users: number of people
  share: percent
  registered: yes or no
  complaints: list of complaint

facts about a complaint
  size: number of people
  grave: yes or no
  answers: list of answer

facts about an answer
  late: yes or no
  answers: list of answer

"""
REPORT = "platform: Tik Tok\nas of: 2018-07-04\nusers: 20000\nregistered: yes\ncomplaints: [{size: 7, grave: yes}]\n"
NOTHING = "platform: Tik Tok\nas of: 2018-07-04\n"


def lines(several):
    return "\n".join(several) + "\n"


# ---- long policies ----------------------------------------------------------------------------------------------------


def rules():
    return FACTS + lines(f'rule "R{i}"\n  block if registered and users > {i + 5000}' for i in range(long))


def definitions():
    return FACTS + "define step 0 as registered\n" + lines(
        f"define step {i} as step {i - 1} and users > {i}" for i in range(1, long)) + f"block if step {long - 1}\n"


def definitions_backwards():
    return FACTS + f"block if step {long - 1}\n" + lines(
        f"define step {i} as not step {i - 1}" for i in range(long - 1, 0, -1)) + "define step 0 as not registered\n"


def definitions_by_cases():
    cases = lines(f"define step {i} as\n  step {i - 1} if registered\n  {i} otherwise" for i in range(1, long))
    return FACTS + "define step 0 as\n  users if registered\n  0 otherwise\n" + cases + f"block if step {long - 1} > 5\n"


def definitions_of_items():
    chain = lines(f"define step {i} of a complaint as step {i - 1} and size > {i % 7}" for i in range(1, 1000))
    return FACTS + "define step 0 of a complaint as grave\n" + chain + "block if any complaint where step 999\n"


def definitions_through_lists():
    chain = lines(f"define step {i} as count of complaints where size > step {i - 1}" for i in range(1, 1000))
    return FACTS + "define step 0 as 0\n" + chain + "block if step 999 = 1\n"


def exceptions():
    chain = lines(f'exception "E{i}" to "E{i - 1}"\n  {"warn" if i % 2 else "block"} if users > {i}' for i in range(1, long))
    return FACTS + 'rule "E0"\n  block if registered\n' + chain


def exceptions_to_one():
    return FACTS + 'rule "E0"\n  block if registered\n' + lines(f'exception "E{i}" to "E0"\n  warn if users > {i}' for i in range(1, long))


def circle_of_definitions():
    return FACTS + lines(f"define step {i} as not step {(i + 1) % long}" for i in range(long)) + "block if step 0\n"


def circle_of_exceptions():
    return FACTS + lines(f'exception "E{i}" to "E{(i + 1) % long}"\n  if registered' for i in range(long))


def chain_of_files(count):
    files = {f"{i}.pasal": f'use "{i + 1}.pasal"\n' for i in range(1, count)}
    files[f"{count}.pasal"] = FACTS + "block if registered\n"
    return files


# ---- deep conditions --------------------------------------------------------------------------------------------------


def condition(text):
    return FACTS + f"block if {text}\n"


# What is nested `depth` times, by the words that open and close each level.
DEEP = {
    "parentheses": lambda depth: "(" * depth + "registered" + ")" * depth,
    "not": lambda depth: "not " * depth + "registered",
    "not of parentheses": lambda depth: "not (" * (depth // 2) + "registered" + ")" * (depth // 2),
    "and of parentheses": lambda depth: "(registered and " * depth + "registered" + ")" * depth,
    "is": lambda depth: "registered is (" * depth + "registered" + ")" * depth,
    "a share of a share": lambda depth: "users > " + "1% of " * depth + "users",
    "sums": lambda depth: "users > " + "(1 + " * depth + "users" + ")" * depth,
    "a sign before a sign": lambda depth: "users > " + "-(" * (depth // 2) + "users" + ")" * (depth // 2),
    "the larger of": lambda depth: "users < " + "the larger of 1 and " * depth + "users",
    "the smaller of": lambda depth: "users > " + "the smaller of " * depth + "1" + " and 2" * depth,
    "between": lambda depth: "users > " + "(" * depth + "1" + ")" * depth + " and users between 1 and 30000",
    "bullets": lambda depth: "all of\n" + "".join("  " * level + "  - any of\n" for level in range(depth - 1)) + "  " * depth + "- registered",
    "lists": lambda depth: "any complaint where " + "any answers where " * (depth - 1) + "late",
    "lists and parentheses": lambda depth: "any complaint where (" + "any answers where (" * (depth // 2 - 1) + "late" + ")" * (depth // 2),
    "have": lambda depth: "every complaint has " + "no answers where " * (depth - 1) + "late",
    "counts": lambda depth: "at least 1 complaint where " + "fewer than 2 answers where " * (depth - 1) + "late",
    "shares of lists": lambda depth: "at least 10% of complaints have " + "at least 10% of answers have " * (depth - 1) + "late",
}


# ---- running ----------------------------------------------------------------------------------------------------------


class Failures:
    def __init__(self):
        self.count = 0
        self.passed = 0

    def note(self, name, problem):
        if problem:
            self.count += 1
            print(f"{name}: {problem}")
        else:
            self.passed += 1


class Runner:
    def __init__(self, pasal, folder):
        self.pasal, self.folder = pasal, folder
        self.stack_bytes = STACK_BYTES

    def write(self, name, text):
        (self.folder / name).write_text(text)

    def run(self, *arguments):
        done = subprocess.run([self.pasal, *arguments], cwd=self.folder, capture_output=True, text=True, timeout=TIMEOUT_SECONDS,
                              preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_STACK, (self.stack_bytes, resource.RLIM_INFINITY)))
        return done.returncode, done.stdout, done.stderr


def problem_of(answer, status, *parts):
    """Nothing where the status and all parts of the output are as wanted."""
    was, out, err = answer
    if was != status:
        return f"status {was} instead of {status}: {(out + err)[:300]}"
    missing = [part for part in parts if part not in out + err]
    return f"no `{missing[0]}` in: {(out + err)[:300]}" if missing else None


def long_policies(runner, failures):
    """Each is checked, and decided with all facts reported and with none."""
    for policy, known, unknown in [
        (rules, "block", "allow (open)"),
        (definitions, "block", "allow (open)"),
        (definitions_backwards, "block", "allow (open)"),
        (definitions_by_cases, "block", "allow (open)"),
        (definitions_of_items, "block", "allow (open)"),
        (definitions_through_lists, "block", "allow (open)"),
        (exceptions, "warn", "allow (open)"),
        (exceptions_to_one, "warn", "allow (open)"),
    ]:
        name = policy.__name__
        runner.write("p.pasal", policy())
        runner.write("f.yaml", REPORT)
        runner.write("n.yaml", NOTHING)
        failures.note(f"{name}, checked", problem_of(runner.run("check", "p.pasal"), 0, "no problems"))
        failures.note(f"{name}, decided", problem_of(runner.run("decide", "p.pasal", "f.yaml"), 0, f"Tik Tok, 4 July 2018: {known}"))
        failures.note(f"{name}, open", problem_of(runner.run("decide", "p.pasal", "n.yaml", "--format", "json"), 0, '"errors":[]', '"settled":false'))
        failures.note(f"{name}, open in words", problem_of(runner.run("decide", "p.pasal", "n.yaml"), 0, f"Tik Tok, 4 July 2018: {unknown}"))
        failures.note(f"{name}, laid out", problem_of(runner.run("fmt", "p.pasal"), 0) or problem_of(runner.run("fmt", "--check", "p.pasal"), 0))
    for policy, message in [(circle_of_definitions, "this definition needs itself: `step 0`, "), (circle_of_exceptions, "these exceptions lift each other in a circle: ")]:
        runner.write("p.pasal", policy())
        answer = runner.run("check", "p.pasal")
        failures.note(policy.__name__, problem_of(answer, 1, message) or (len(answer[2]) > 2000 and "a message without end"))


def why_not(runner, failures):
    runner.write("f.yaml", REPORT)
    runner.write("p.pasal", definitions().replace("block if step", 'rule "R"\n  block if step'))
    failures.note("why not, definitions", problem_of(runner.run("decide", "p.pasal", "f.yaml", "--why-not", "R"), 0, f"yes   step {long - 2}"))
    runner.write("p.pasal", exceptions())
    failures.note("why not, exceptions", problem_of(runner.run("decide", "p.pasal", "f.yaml", "--why-not", "E0"), 0, "E1"))


def files(runner, failures):
    for name, text in chain_of_files(1000).items():
        runner.write(name, text)
    runner.write("f.yaml", REPORT)
    failures.note("files, each using the next", problem_of(runner.run("decide", "1.pasal", "f.yaml"), 0, "Tik Tok, 4 July 2018: block"))


def deep_conditions(runner, failures):
    runner.write("f.yaml", REPORT)
    for name, opened in DEEP.items():
        runner.write("p.pasal", condition(opened(LIMIT)))
        failures.note(f"{name}, to the limit", problem_of(runner.run("decide", "p.pasal", "f.yaml"), 0, "Tik Tok, 4 July 2018: "))
        failures.note(f"{name}, laid out", problem_of(runner.run("fmt", "p.pasal"), 0) or problem_of(runner.run("fmt", "--check", "p.pasal"), 0))
        runner.write("p.pasal", condition(opened(2 * LIMIT + 2)))
        failures.note(f"{name}, too deep", problem_of(runner.run("check", "p.pasal"), 1, "p.pasal:", "[nesting-too-deep]"))
        runner.write("p.pasal", condition(opened(800)))
        failures.note(f"{name}, as deep as a flag allows", problem_of(runner.run("check", "p.pasal", "--max-nesting", "100000"), 1, "[nesting-too-deep]"))
        runner.write("p.pasal", condition(opened(148)))
        answer = runner.run("decide", "p.pasal", "f.yaml", "--max-nesting", "100000")
        failures.note(f"{name}, nearly as deep as a flag allows", problem_of(answer, 0, "Tik Tok, 4 July 2018: "))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--pasal", required=True)
    parser.add_argument("--long", type=int, default=LONGEST, help="how many definitions, rules or exceptions make a long policy")
    options = parser.parse_args()
    global long
    long = options.long
    failures = Failures()
    with tempfile.TemporaryDirectory(prefix="pasal-stress-") as folder:
        runner = Runner(str(pathlib.Path(options.pasal).resolve()), pathlib.Path(folder))
        runner.stack_bytes = -(-STACK_BYTES * long // LONGEST // MEBIBYTE) * MEBIBYTE  # sanitizers want whole pages
        long_policies(runner, failures)
        why_not(runner, failures)
        runner.stack_bytes = STACK_BYTES
        files(runner, failures)
        deep_conditions(runner, failures)
    print(f"{failures.passed} passed, {failures.count} failed")
    return 1 if failures.count else 0


if __name__ == "__main__":
    sys.exit(main())
