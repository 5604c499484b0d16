#!/usr/bin/env python3
"""Holds what-if to brute force: random small policies and facts, decided at every value.

    what_if.py --driver build/tests/pasal_what_if_property [--cases 150] [--seed 1] [--keep FOLDER]

This makes the cases; the driver (tests/property/what_if/) asks and compares. It must hold that

  1. `what if` and `sweep`: at every value the decision is that of the one piece which holds the value, neighbours differ,
     and the pieces cover the range;
  2. `remedies`: each leads to the measure, nothing unchangeable and no value out of range is proposed, and no combination
     of changes does with fewer of them or with less movement; where there is none, no combination does;
  3. the questions of a decision: no other unknown fact changes it;
  4. `what if F = V` is the decision on the facts with F = V.

A failure prints what differs, the policy, the facts and how to run it again.
"""

import random
import sys

from driver import Driver

COMPARISONS = [">", "<", "at least", "at most", "is", "is not"]
FACTS = {
    "size": "number, 0 to 6", "load": "number of items, at least 0", "drift": "number", "rate": "percent, 0% to 100%",
    "cost": "money in EUR, 0 to 20", "level": "number, 0 to 4, if any", "kind": "one of red, green, blue", "open": "yes or no",
    "large": "yes or no", "vetted": "yes or no, when verified", "staff": "number, 0 to 5, when verified", "done": "date, if any",
    "due": "date, if any, may lie ahead", "seen": "date and time", "wait": "duration in hours", "title": "text",
}
OF_THING = {"late": "yes or no", "weight": "number, 0 to 3", "paid": "date, if any"}
CHANGEABLE = ["size", "load", "rate", "cost", "level", "kind", "open", "large", "vetted", "staff", "due", "wait", "late", "weight"]


class Words:
    """Makes conditions and amounts by the throw of dice."""

    def __init__(self, dice):
        self.dice = dice

    def limit(self):
        return self.dice.choice(["0", "1", "2", "2.5", "3", "4", "1.25", "5", "N", "band"])

    def number(self):
        a, b = (self.dice.choice(["size", "size", "drift", "staff"]) for _ in range(2))
        return self.dice.choice([
            a, a, a, f"({a} + {b})", f"({a} * 2 - 1)", f"(3 - {a})", f"({a} / 3)", f"(50% of {a})", f"(the larger of {a} and {b})",
            f"(the smaller of {a} and {self.limit()})", f"({a} rounded {self.dice.choice(['up ', 'down ', ''])}to {self.dice.choice(['1', '2', '0.5'])})",
            f"({a} * {b})", f"(12 / ({a} + 1))", f"({a} / {b})", f"({a} - {b})", "band", f"({a} - band)", "(sum of weight of things)",
            "(average weight of things)", "(highest weight of things)", "(lowest weight of things)", "(count of things where weight > 1)"])

    def condition(self, depth, item=False):
        roll = self.dice.random()
        if depth == 0 or roll < 0.35:
            return self.leaf(item)
        a, b = self.condition(depth - 1, item), self.condition(depth - 1, item)
        return f"not ({a})" if roll < 0.42 else f"({a}) and ({b})" if roll < 0.75 else f"({a}) or ({b})"

    def leaf(self, item):
        kinds = [self.of_number] * 5 + [self.of_two] * 2 + [self.flag] * 3 + [self.of_quantity, self.of_time, self.of_time, self.of_list, self.of_list, self.of_text]
        return self.dice.choice(kinds + [self.of_item] * (8 if item else 0))()

    def of_number(self):
        return self.dice.choice([
            f"{self.number()} {self.dice.choice(COMPARISONS)} {self.limit()}", f"{self.number()} {self.dice.choice(COMPARISONS)} {self.limit()}",
            f"size is between {self.dice.choice(['0', '1', '1.5'])} and {self.dice.choice(['2', '2.5', '4'])}"])

    def of_two(self):
        """Two amounts in one condition."""
        a, b = self.dice.sample(["size", "drift", "staff", "level"], 2)
        comparison = self.dice.choice(COMPARISONS)
        return self.dice.choice([
            f"{a} {comparison} {b}", f"{a} + {b} {comparison} {self.dice.choice(['3', '5', '7.5', 'N', 'band'])}", f"{a} - {b} {comparison} {self.limit()}",
            f"{a} * 2 + {b} {comparison} {self.dice.choice(['4', '9'])}", f"{a} is between {b} and {self.limit()}", f"{self.number()} {comparison} {self.number()}"])

    def flag(self):
        return self.dice.choice([
            "open", "no open", "large", "vetted", "no vetted", f"kind is {self.dice.choice(['red', 'green', 'red or blue'])}", "kind is not green",
            "no level", "level > 2", "has level", "size is not reported", "large is reported", '"Duty" is broken', "no size"])

    def of_quantity(self):
        return self.dice.choice([
            f"load {self.dice.choice(COMPARISONS)} {self.dice.choice(['0', '3', '4.5', '7'])}", "load > N * 2 - band", "load * size > 6",
            f"cost {self.dice.choice(COMPARISONS)} {self.dice.choice(['3', '4.5', '10'])} EUR", "cost - 25% of cost < 7 EUR", "rate > 37%",
            "rate is between 10% and 62.5%", "rate * size > 2.5", "size * (100% - rate) at most 2", "rate * rate > 50%", "wait at most 5 hours", "wait > 90 minutes"])

    def of_time(self):
        return self.dice.choice([
            "due more than 5 days ago", "due is on or after today", "due is before 2020-01-05", "done at most 8 days after due", "year of due is 2019",
            "month of due is 1", "done in the last 10 days", "2 working days after due is before today", "1 month after done is before today",
            "days since done > 5 days", "seen more than 24 hours ago", "seen is before 2020-01-09 12:00", "no done", "has due",
            "due is between 2020-01-03 and 2020-01-12", "done is after due", "no due"])

    def of_text(self):
        return self.dice.choice(['title is "ab"', 'title contains "b"', 'title matches "a*"', 'title is not "zzz"'])

    def of_list(self):
        return self.dice.choice([
            "any thing where late", "no thing where weight > 1.5", "every thing has late", "every thing where late has weight > 1",
            f"(sum of weight of things) {self.dice.choice(COMPARISONS)} 2", "at least 2 things where late", "(average weight of things) > 1.5",
            "fewer than 50% of things where weight > 1 have late", "at least 60% of things have late", "any thing where weight > size",
            "any thing where paid is before today", "(count of things where late) < 2", "no things"])

    def of_item(self):
        return self.dice.choice(["late", "not late", "weight > 1", "weight < 2.5", "no paid", "weight + size > 4", "paid more than 3 days ago"])

    def amount(self, item):
        return self.dice.choice([
            "3 EUR", "cost", "50% of cost", "(20 EUR - cost)", "the larger of 2 EUR and (size * 1.0050 EUR)", "(size + band) * 1 EUR", "rate * cost",
            "(sum of weight of things) * 1 EUR"] + ["weight * 2 EUR"] * (3 if item else 0))


class Case:
    """A policy and the facts of one subject or of three, as texts."""

    def __init__(self, seed):
        self.dice = random.Random(seed)
        self.words = Words(self.dice)
        self.policy = "\n".join(self.statements())
        self.facts = "\n---\n".join(self.subject(name) for name in ["One", "Two", "Three"][:self.dice.choice([1, 1, 3])])

    def chance(self, part):
        return self.dice.random() < part

    def statements(self):
        changeable = set(self.dice.sample(CHANGEABLE, self.dice.randint(1, 5)))
        lines = ['policy "P"', "  time zone Asia/Jakarta", *[f"  applies if {self.words.condition(1)}"] * self.chance(0.1), "facts about a shop"]
        assumed = {"size": "2", "large": "yes", "kind": "green", "open": "no"}
        for fact, kind in FACTS.items():
            assume = f", assume {assumed[fact]}" if fact in assumed and self.chance(0.2) else ""
            lines.append(f"  {fact}: {kind}{assume}{', changeable' if fact in changeable else ''}")
        lines += ["  things: list of thing" + (", assume none" if self.chance(0.2) else ""), "facts about a thing"]
        lines += [f"  {fact}: {kind}{', changeable' if fact in changeable else ''}" for fact, kind in OF_THING.items()]
        lines += ["parameter N: number", "  2 from 2019-01-01", "  3.5 from 2020-01-05"]
        lines += ["measures, mildest first", "  allow", "  warn", f"  fine: money in EUR{', added up' if self.chance(0.5) else ''}", "  block"]
        self.ladders = 2 if self.chance(0.25) else 1
        if self.ladders == 2:
            lines += ["measures on advertising, mildest first", "  may advertise", "  ban advertising"]
        lines += ["holidays for 2019", "  2019-12-25", "holidays for 2020", "  2020-01-01", "holidays for 2021", "  2021-01-01"]
        lines += ["define band as", f"  1 if {self.dice.choice(['kind is red', 'large', 'staff > 2'])}", f"  {self.dice.choice(['2.5', '2', '6 / 2'])} if open", "  4 otherwise"]
        names = [self.rule(lines, f"R{number}") for number in range(self.dice.randint(1, 3))]
        self.duty(lines)
        for number in range(self.dice.choice([0, 0, 1, 2])):
            self.exception(lines, f"E{number}", names)
        if self.chance(0.3):
            limit = self.words.dice.choice(["2", "2.5", "3"])
            lines += ['table "T"', "  size | kind | measure", f"  under {limit} | red, green | {self.measure(False)}", f"  at least {limit} | any | {self.measure(False)}"]
        return lines

    def measure(self, item):
        if self.ladders == 2 and self.chance(0.25):
            return "ban advertising"
        chosen = self.dice.choice(["warn", "fine", "fine", "block", "block"])
        return f"fine {self.words.amount(item)}" if chosen == "fine" else chosen

    def unless(self, lines, item):
        if self.chance(0.4):
            lines.append(f"  unless {'shown ' if self.chance(0.4) else ''}{self.words.condition(1, item)}")

    def rule(self, lines, name):
        item = self.chance(0.25)
        lines.append(f'rule "{name}"')
        lines += [f"  for each thing{self.dice.choice(['', ' where late', ' where weight > 1'])}"] if item else []
        lines.append(f"  {self.measure(item)} if {self.words.condition(2, item)}")
        self.unless(lines, item)
        return name

    def exception(self, lines, name, names):
        lines.append(f'exception "{name}" to "{self.dice.choice(names)}"')
        measure = self.dice.choice(["", "", "allow ", "warn ", "fine 2 EUR "])
        lines.append(f"  {measure}if {'shown ' if self.chance(0.3) else ''}{self.words.condition(1)}")

    def duty(self, lines):
        duty = self.dice.choice(["vetted", "large", "size at least 2", "done"])
        lines += ['obligation "Duty"', f"  if {self.dice.choice(['open', 'no large', 'kind is red', 'size > 1'])}", f"  the shop must have {'shown ' if self.chance(0.2) else ''}{duty}"
                  if duty != "size at least 2" else f"  the shop must keep {duty}"]
        lines += self.dice.choice([[], ["  by due"], ["  within 3 days after due"], ["  within 2 working days after due"]])
        lines.append(f"  or else {self.measure(False)}")

    # ---- facts ----

    def subject(self, name):
        lines = [f"shop: {name}", "as of: 2020-01-10" + self.dice.choice(["", " 16:00"])]
        for fact in FACTS:
            lines += self.reported(fact)
        if self.chance(0.85):
            things = [", ".join([f"thing: {name}"] + [line for fact in OF_THING for line in self.reported(fact)]) for name in "AB"[:self.dice.randint(0, 2)]]
            lines.append("things: [" + ", ".join(f"{{{thing}}}" for thing in things) + "]")
        if self.chance(0.2):
            lines.append("measures taken: [{measure: warn, from: 2020-01-03}]")
        return "\n".join(lines + self.history())

    def history(self):
        """What was so on earlier days, and on one that lies ahead."""
        if self.chance(0.6):
            return []
        days = [f"  {day}: {{{self.dated()}}}" for day in ["2019-12-30", "2020-01-04", "2020-01-08", "2020-01-12"] if self.chance(0.6)]
        return ["history:", *days] if days else []

    def dated(self):
        facts = self.dice.sample(["size", "open", "large", "vetted", "kind", "rate", "staff", "due"], self.dice.randint(1, 3))
        return ", ".join(f"{fact}: {self.value(fact)}" for fact in facts)

    def reported(self, fact):
        if self.chance(0.25):
            return self.dice.choice([[], [], [f'{fact}: "?"']])
        value = self.value(fact)
        if fact in ("vetted", "staff") and self.chance(0.5):
            return [f"{fact}: {{value: {value}, verified: yes}}"]
        return [f"{fact}: {value}"]

    def value(self, fact):
        dates = ["2019-12-28", "2020-01-02", "2020-01-09", "2020-01-14"]
        return self.dice.choice({
            "size": ["0", "1", "2", "2.5", "3", "5", "6"], "load": ["0", "2", "5", "9"], "drift": ["-1", "0", "1.5", "4"], "rate": ["0%", "25%", "62.5%", "100%"],
            "cost": ["0 EUR", "3 EUR", "7.35 EUR", "20 EUR"], "level": ["none", "0", "2", "3"], "kind": ["red", "green", "blue"], "staff": ["0", "2", "4"],
            "done": ["none", *dates], "due": ["none", *dates], "paid": ["none", *dates], "seen": ["2020-01-09 10:00", "2020-01-08 18:00"],
            "wait": ["3 hours", "7 hours"], "title": ["ab", "cab", "zzz"], "weight": ["0", "1", "2", "3"]}.get(fact, ["yes", "no"]))


class Coupled:
    """Two amounts that must fit each other at once, over a range small enough to try all of it."""

    def __init__(self, seed):
        self.dice = random.Random(seed)
        facts = [f"  {fact}: number, 0 to {self.dice.randint(5, 9)}, changeable" for fact in ("size", "load")]
        self.fit = self.dice.randint(0, 5), self.dice.randint(0, 5)
        conditions = [self.condition() for _ in range(self.dice.randint(2, 4))]
        rules = [f"block if not ({' and '.join(f'({one})' for one in conditions[:2])})", *[f"warn if not ({one})" for one in conditions[2:]]]
        if self.dice.random() < 0.3:
            rules.append("warn if open")
        self.policy = "\n".join(["measures, mildest first", "  allow", "  warn", "  block", "facts about a shop", *facts, "  open: yes or no, changeable", *rules])
        self.facts = f"shop: One\nas of: 2020-01-10\nsize: {self.dice.randint(0, 5)}\nload: {self.dice.randint(0, 5)}\nopen: {self.dice.choice(['yes', 'no'])}"

    def condition(self):
        """Holds of `fit`, of little else, and on its edge too, so that where two edges meet the least movement is found."""
        a, b, sign = self.dice.choice([1, 1, 2, 3]), self.dice.choice([1, 1, 2]), self.dice.choice([1, -1])
        amount = f"size * {a} {'+' if sign > 0 else '-'} load * {b}"
        at = self.fit[0] * a + self.fit[1] * b * sign
        return self.dice.choice([f"{amount} at least {at}", f"{amount} at most {at + self.dice.randint(0, 1)}", f"{amount} is {at}", f"{amount} is between {at} and {at + 1}"])


# What once went wrong, as small as can be: the facts, and the policy's statements.
ONCE_WRONG = [
    # A definition by cases was worked out again and again until the evaluation reached its limit.
    ("size: number, 0 to 6|open: yes or no", "size: 1", "define band as|  1 if open|  4 otherwise||warn if size > band"),
    # So many steps of a rounding that the search ran out of stack.
    ("drift: number", "drift: 1", "warn if (drift rounded to 0.5) > 3"),
    # An amount that varies between two neighbouring whole numbers was taken for the same.
    ("size: number, 0 to 3", "size: 1", "measures, mildest first|  allow|  fine: money in EUR||fine size * 1 EUR if size < 2"),
    # What a product does between the end of a range and the first whole number was not looked at.
    ("size: number, 0 to 6", "size: 1", "warn if size * size > 0.5"),
    ("rate: percent, 0% to 100%, changeable", "rate: 10%", "warn if rate * rate < 50%"),
    # The next whole per cent is not 100%.
    ("rate: percent, 0% to 100%, changeable", "rate: 10%", "warn if not (rate > 80%)"),
    # Between two places where something tips there may be no whole number.
    ("size: number, 0 to 6, changeable", "size: 1", "warn if not (size > 2.25 and size < 2.75)"),
    # A text that is not named may be decided otherwise than the one that stands for all others.
    ("title: text", "title: q", 'warn if title contains "b" and title matches "a*"'),
]


def case_of(seed):
    """Seed 0 and below are the cases of once; of the others every fourth has amounts that depend on each other."""
    if seed > 0:
        return Coupled(seed) if seed % 4 == 0 else Case(seed)
    facts, known, statements = ONCE_WRONG[-seed]
    case = Case.__new__(Case)
    case.policy = "facts about a shop\n  " + facts.replace("|", "\n  ") + "\n\n" + statements.replace("|", "\n")
    case.facts = f"shop: One\nas of: 2020-01-10\n{known}"
    return case


def lacks(counts, cases):
    needed = ("certain remedies found by force", "remedies there are not", "open and changing")
    return cases >= 100 and min(counts[what] for what in needed) < 10 and "too little was compared"


if __name__ == "__main__":
    sys.exit(Driver("what_if.py", __doc__, case_of, at_once=10).main(150, lacks, always=[-index for index in range(len(ONCE_WRONG))]))
