#!/usr/bin/env python3
"""Formats and translates random policies, and asks whether anything but the layout and the language has changed.

    formatting.py --pasal build/pasal [--policies 25] [--seed 1] [--keep FOLDER]

Of each policy, written with comments, white space and capitals in every place that allows them, it must hold that

  1. formatting twice changes nothing the second time;
  2. into Indonesian and back gives the same text, and each translation is in its canonical form;
  3. every comment is kept;
  4. what is decided, over facts known, unknown, claimed and assumed, is the same before, after and in translation;
  5. the same policy in other names decides the same.

A failure prints the policy and how to run it again.
"""

import argparse
import concurrent.futures
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile

from sentences import CATEGORIES, COMPLAINT, KINDS, ORDER, SUBJECT, Names, Policy

TRANSLATED = {"izinkan": "allow", "peringatkan": "warn", "blokir": "block"}  # the ladder taken when none is declared
BUILT_IN = {"tindakan yang diambil": "measures taken", "tindakan": "measure", "besaran": "amount", "sejak": "from", "sampai": "until",
            "berdasarkan": "under", "mengenai": "about"}


class Failure(Exception):
    pass


# ---- a policy as its author might have typed it ---------------------------------------------------------------------


class Untidy:
    """White space, comments, capitals and numbers as they come."""

    def __init__(self, dice):
        self.dice = dice
        self.comments = []

    def text(self, statements):
        parts = []
        for lines in statements:
            parts += self.own_comment("")
            parts += [self.line(line, first=index == 0) for index, line in enumerate(lines)]
        return "\n".join(parts) + self.dice.choice(["", "\n", "\n\n"])

    def comment(self):
        self.comments.append(f"# note {len(self.comments)}: any \"of\" it, # yes")
        return self.comments[-1]

    def own_comment(self, indentation):
        blank = [""] * self.dice.randint(0, 2)
        return blank + ([indentation + self.comment()] if self.dice.random() < 0.2 else [])

    def line(self, text, first):
        """One line of a statement, perhaps with bullets in it."""
        pieces = text.split("\n")
        result = [self.words(piece) for piece in pieces]
        if "|" in text:
            result = [re.sub(r" \| ", lambda _: self.dice.choice([" | ", "|", "   |  "]), line) for line in result]
        if self.dice.random() < 0.1:
            result[-1] += "   " + self.comment()
        elif len(result) == 1 and self.dice.random() < 0.15:
            result = self.broken(result[0], text, first)
        above = self.own_comment("  ") if not first else []
        return "\n".join([line for line in above if line] + result)

    def broken(self, line, text, first):
        """A clause goes on over lines that are indented deeper still; a head before `and`."""
        places = [match.start() for match in re.finditer(r" (and|or) " if first else r" (?=[^\s|])", line) if not re.search(r'"[^"]*$|\u201c[^\u201d]*$', re.sub(r'"[^"]*"', "", line[:match.start()]))]
        places = [place for place in places if line[:place].strip().lower() not in ("", "or") and "|" not in text and not line[place:].startswith(" or else")]
        if not places or text.startswith(("policy", "define", "facts", "measures", "parameter", "test", "table", "  given")):
            return [line]
        place = self.dice.choice(places)
        return [line[:place], "      " + (self.comment() + "\n      " if self.dice.random() < 0.2 else "") + line[place + 1:]]

    def words(self, line):
        """Outside quotes: more white space, capitals, `_` in numbers, curly quotes around."""
        body = line.lstrip(" ")
        result = []
        for index, part in enumerate(re.split(r'("[^"]*")', body)):
            if index % 2 == 1:
                result.append("\u201c" + part[1:-1] + "\u201d" if self.dice.random() < 0.1 else part)
                continue
            if line.startswith("  "):  # a rule without a name is called by its sentence: its numbers stay
                part = re.sub(r"\d+(,\d{3})+(?![\d.])", lambda m: m[0] if self.dice.random() < 0.7 else m[0].replace(",", "_"), part)
            part = re.sub(r"(?<=\S) (?=\S)", lambda _: self.dice.choice([" "] * 9 + ["   "]), part)
            result.append(re.sub(r"\b[a-z]{3,}\b(?!/)", lambda m: m[0].capitalize() if self.dice.random() < 0.05 else m[0], part))
        return " " * (len(line) - len(body)) + "".join(result)


# ---- facts ----------------------------------------------------------------------------------------------------------


def facts_file(dice, names, moment):
    """One subject: facts reported, claimed, known to be unknown, none or left out."""
    values = {
        "office": "yes no", "address": "yes no", "terms": "yes no", "minors": "yes no", "registered": "yes no", "users": "0 1000 999 2000000",
        "young": "0 1 20", "age": "12 13 17", "rating": "0 0.125 3.5", "backlog": "none 0 36 37", "ads": "12% 12.5% 13%", "kind": KINDS,
        "paid": "0 10000000 1500000", "owner": ["A", "Casino Ltd", '"A, and # B"'], "notified": ["none", "2018-07-03", "2018-06-03", "2015-07-04"],
        "born": ["2000-07-04", "1999-01-03", "2005-12-31"], "expiry": ["2018-07-05", "2018-06-30", "2019-01-01"],
        "order": ["none", "2018-07-03 16:00", "{value: 2018-07-04 11:00, verified: yes}"], "taken": ["36 hours", "37 hours"], "languages": ["[id, en]", "[]"],
    }
    lines = ["platform: Contoh", f"as of: {moment}"]
    for key, choices in values.items():
        roll = dice.random()
        if roll < 0.15:
            continue
        choices = choices.split() if isinstance(choices, str) else choices
        lines.append(f"{names.of(SUBJECT, key)}: " + ('"?"' if roll < 0.25 else dice.choice(choices)))
    lines += ["financials:", f"  turnover: {dice.choice(['0', '1499500', '10000000', '100000000'])}"] if dice.random() < 0.8 else []
    lines += items(dice, names, COMPLAINT, "complaints", {"category": CATEGORIES, "received": ["2018-07-01 10:00", "2018-07-04 11:00"], "answered": ["none", "2018-07-04 11:30"],
                                                           "weight": ["0.5", "1", "2"], "urgent": ["yes", "no"]})
    lines += items(dice, names, ORDER, "orders", {"due amount": ["5000", "4999", "20000000"], "due": ["2018-07-01", "2018-07-05"], "settled": ["yes", "no"]})
    if dice.random() < 0.6:
        lines += ["measures taken:"] + [f"  - {{measure: {dice.choice(['warn', 'block'])}, from: {dice.choice(['2018-07-01', '2018-07-03 16:00'])}}}" for _ in range(dice.randint(1, 3))]
    return "\n".join(lines) + "\n"


def items(dice, names, table, fact, values):
    if dice.random() < 0.2:
        return []
    lines = []
    for _ in range(dice.randint(0, 3)):
        known = {key: choice for key, choices in values.items() if dice.random() < 0.85 for choice in [dice.choice(choices)]}
        lines.append("  - {" + ", ".join(f"{names.of(table, key)}: {value}" for key, value in known.items()) + "}")
    return [f"{names.of(SUBJECT, fact)}:" + ("" if lines else " []")] + lines


# ---- what is compared -----------------------------------------------------------------------------------------------


def essence(document, names, unnamed, translated):
    """A decision without what depends on the layout, on the language or on what the facts are called."""
    back = {names.of(table, key): key for table in (SUBJECT, COMPLAINT, ORDER) for key in table}

    def reduced(value, key=None):
        if isinstance(value, str) and key != "rule":
            value = re.sub(r"^(\d+) dari (\d+)$", r"\1 of \2", value.lower())
        if key == "outside":
            return True
        if isinstance(value, dict):
            dropped = {"file", "line", "message", "note", "claimed", "because", "policy", "ladder", "word"}
            return {name: reduced(part, name) for name, part in value.items() if name not in dropped}
        if isinstance(value, list):
            return [reduced(part, key) for part in value]
        if key == "rule" and isinstance(value, str):
            value = value.replace("baris", "row")
            return value if value not in unnamed and re.fullmatch(r"(R\d|E|O|T, row \d)", value) else "(a sentence)"
        if key == "measure":
            return TRANSLATED.get(value, value)
        if key in ("name", "assumed") and isinstance(value, str):
            value = BUILT_IN.get(value, value) if translated else value
            return back.get(value, re.sub(r"^(sum of|average|count of|highest|lowest) .*|.* (where|of|dengan|dari) .*|.*  .*", "(a summary)", value) if key == "name" else value)
        return value

    result = reduced(document)
    result["assumed"].sort()
    for decision in result["decisions"]:
        for reason in decision["reasons"]:
            # What a reason calls by a whole phrase is named in the policy's own words.
            reason["facts"] = [fact for fact in reason["facts"] if fact["name"] in SUBJECT or fact["name"] in COMPLAINT or fact["name"] in ORDER]
    return json.dumps(result, sort_keys=True)


class Case:
    def __init__(self, pasal, folder, seed):
        self.pasal, self.folder, self.seed = pasal, folder, seed

    def write(self, name, text):
        (self.folder / name).write_text(text, encoding="utf-8")
        return name

    def run(self, *arguments):
        done = subprocess.run([self.pasal, *arguments], cwd=self.folder, capture_output=True, text=True, encoding="utf-8")
        if done.returncode != 0:
            raise Failure(f"pasal {' '.join(arguments)}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def format(self, name, *options):
        return self.run("fmt", "--stdout", name, *options)

    def same(self, what, one, other):
        if one != other:
            place = next((index for index, pair in enumerate(zip(one, other)) if pair[0] != pair[1]), min(len(one), len(other)))
            raise Failure(f"{what} differ:\n  …{one[max(0, place - 100):place + 200]!r}\n  …{other[max(0, place - 100):place + 200]!r}")

    def check(self):
        untidy = Untidy(random.Random(f"layout {self.seed}"))
        policy = Policy(random.Random(f"policy {self.seed}"), Names())
        self.write("before.pasal", untidy.text(policy.statements))
        after = self.format("before.pasal")
        self.write("after.pasal", after)
        self.same("formatted once and twice", after, self.format("after.pasal"))
        indonesian = self.format("after.pasal", "--language", "id")
        self.write("lain.pasal", indonesian)
        self.same("Indonesian formatted once and twice", indonesian, self.format("lain.pasal"))
        self.same("there and back", after, self.format("lain.pasal", "--language", "en"))
        for text in (after, indonesian):
            self.same("comments", sorted(untidy.comments), sorted(re.findall(r"# note \d+: any \"of\" it, # yes", text)))
        self.decisions(policy)

    def decisions(self, policy):
        renamed = Names(plain=True)
        self.write("renamed.pasal", Policy(random.Random(f"policy {self.seed}"), renamed).text())
        for name in ("before.pasal", "after.pasal", "lain.pasal", "renamed.pasal"):
            self.run("check", name)
        for number in range(4):
            facts = lambda names: facts_file(random.Random(f"facts {self.seed} {number}"), names, ("2018-07-04 12:00", "2018-07-04", "2020-12-01", "2018-06-30")[number])
            self.write("facts.yaml", facts(Names()))
            self.write("fakta.yaml", facts(Names()) if policy.own_ladder else in_indonesian(facts(Names())))
            self.write("renamed.yaml", facts(renamed))
            expected = self.decided("before.pasal", "facts.yaml", Names(), policy, False)
            self.same("decided before and after", expected, self.decided("after.pasal", "facts.yaml", Names(), policy, False))
            self.same("decided in English and Indonesian", expected, self.decided("lain.pasal", "fakta.yaml", Names(), policy, True))
            self.same("decided in these names and others", expected, self.decided("renamed.pasal", "renamed.yaml", renamed, policy, False))
        self.same("tests", *(re.findall(r"\d+ passed, \d+ failed", self.tests(name)) for name in ("before.pasal", "lain.pasal")))

    def tests(self, name):
        return subprocess.run([self.pasal, "test", name], cwd=self.folder, capture_output=True, text=True, encoding="utf-8").stdout

    def decided(self, policy_name, facts, names, policy, translated):
        return essence(json.loads(self.run("decide", policy_name, facts, "--format", "json")), names, policy.unnamed, translated)


def in_indonesian(facts):
    for indonesian, english in TRANSLATED.items():
        facts = facts.replace(f"measure: {english}", f"measure: {indonesian}")
    return facts


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--pasal", required=True, type=lambda path: str(pathlib.Path(path).resolve()))
    arguments.add_argument("--policies", type=int, default=25)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--keep", type=pathlib.Path, help="leave the files of a failure in this folder")
    options = arguments.parse_args()

    def one(seed):
        with tempfile.TemporaryDirectory(prefix="pasal-formatting-") as scratch:
            case = Case(options.pasal, pathlib.Path(scratch), seed)
            try:
                case.check()
            except Failure as failure:
                text = (case.folder / "before.pasal").read_text(encoding="utf-8")
                if options.keep:
                    options.keep.mkdir(parents=True, exist_ok=True)
                    for path in case.folder.iterdir():
                        (options.keep / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
                return f"seed {seed}: {failure}\n\n{text}\nrun again: --seed {seed} --policies 1\n"
            return None

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        failures = [failure for failure in pool.map(one, range(options.seed, options.seed + options.policies)) if failure]
    for failure in failures[:3]:
        print(failure)
    print(f"{options.policies - len(failures)} policies as they should be, {len(failures)} not")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
