#!/usr/bin/env python3
"""Holds the plan to the reference: random policies over facts of the subject and its lists, and random rows of facts.

    plan.py --driver build/tests/pasal_plan_property [--cases 200] [--seed 1] [--keep FOLDER] [--brief]

This makes the policies; the driver (tests/property/plan/) fills rows with what lies on, beside and between the values that
a policy speaks of, with what is unknown, none, not reported and only claimed, and asks the plan and the reference. Where the
plan answers, both must say the same measures, bounds and amounts.
"""

import sys

import what_if
from driver import Driver


class Words(what_if.Words):
    """Conditions on the subject and its lists, most of which a plan expresses."""

    def number(self):
        number = super().number()
        return number if self.dice.random() < 0.1 else self.dice.choice(["size", "drift", "staff", "level", "load"])

    def leaf(self, item):
        kinds = [self.of_number] * 6 + [self.of_two] * (self.dice.random() < 0.2) + [self.flag] * 6 + [self.of_list] * (self.dice.random() < 0.3) + [self.of_quantity, self.of_time, self.of_time, self.of_text]
        while "Duty" in (leaf := self.dice.choice(kinds)()) or " in the last " in leaf:
            pass
        return leaf

    fixed_amounts = ["3 EUR", "2 EUR", "2.0050 EUR", "N * 1 EUR"]
    depends_on_facts = False

    def amount(self, item):
        amounts = self.fixed_amounts
        if self.depends_on_facts and self.dice.random() < 0.7:
            amounts = [
                "cost", "50% of cost", "(20 EUR - cost)", "the larger of 2 EUR and (size * 1.0050 EUR)", "the smaller of 3 EUR and cost", "(size + band) * 1 EUR", "rate * cost",
                "(6 EUR / size)", "load * 1 EUR", "staff * 1.0050 EUR", "drift * 1 EUR", "(sum of weight of things) * 1 EUR", "(count of things where late) * 1 EUR"]
        return self.dice.choice(amounts)


class Case(what_if.Case):
    def __init__(self, seed):
        self.dice = what_if.random.Random(seed)
        self.words = Words(self.dice)
        self.words.depends_on_facts = self.chance(0.3)
        self.policy = "\n".join(self.statements()).replace(", added up", "")
        self.facts = "shop: One\nas of: 2020-01-10" + self.dice.choice(["", " 16:00"])

    def rule(self, lines, name):
        if not self.chance(0.98):
            return super().rule(lines, name)
        lines += [f'rule "{name}"', f"  {self.measure(False)} if {self.words.condition(self.dice.choice([0, 1, 2, 2, 3]))}"]
        self.unless(lines, False)
        return name

    def measure(self, item):
        return f"fine {self.words.amount(item)}" if self.words.depends_on_facts and self.chance(0.5) else super().measure(item)

    def exception(self, lines, name, names):
        if not self.words.depends_on_facts:
            return super().exception(lines, name, names)
        lines.append(f'exception "{name}" to "{self.dice.choice(names)}"')
        measure = self.dice.choice(["", "", "allow ", "warn ", "warn ", "block ", f"fine {self.words.amount(False)} " if self.chance(0.3) else ""])
        lines.append(f"  {measure}if {'shown ' if self.chance(0.3) else ''}{self.words.condition(1)}")

    def statements(self):
        lines = super().statements()
        names = [self.rule(lines, f"More {number}") for number in range(self.dice.choice([0, 0, 2, 12, 80]))]
        if self.chance(0.1):  # so many rules are filed, and these hide nothing of what the others decide
            for number in range(300):
                lines += [f'rule "Seldom {number}"', f"  warn if {self.dice.choice(['load at least 1000', 'drift < -1000', 'drift > 900 and open', 'kind is blue and load > 2000'])}"]
        for number in range(self.dice.choice([0, 1, 3]) if names else 0):
            self.exception(lines, f"Besides {number}", names)
        if self.chance(0.2):
            lines += ['exception "Not then" to "E0"' if any('"E0"' in line for line in lines) else 'exception "Not then" to "R0"', f"  if {self.words.condition(1)}"]
        return lines

    def duty(self, lines):
        if self.chance(0.02):
            super().duty(lines)


def lacks(counts, cases):
    if cases < 100:
        return False
    few = counts["rows planned"] < 2 * counts["rows handed over"] or counts["policies planned"] < cases // 2
    if few or counts["policies planned with amounts that depend on facts"] < cases // 10:
        return "too little was planned"
    compared = ("open", "with a measure", "policies not planned", "with such an amount", "open, by such an amount")
    return min(counts[what] for what in compared) < 10 and "too little was compared"


if __name__ == "__main__":
    sys.exit(Driver("plan.py", __doc__, Case, at_once=20).main(200, lacks))
