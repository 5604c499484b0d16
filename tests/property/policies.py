"""Random small policies and facts, and what a policy decides when every fact is known.

The evaluation here is written from the reference and shares nothing with the program: a rule is true or it is not, an
exception takes its place or it does not. What is unknown has no place here; `decisions.py` tries everything instead.
"""

import dataclasses
import datetime
from fractions import Fraction
from typing import Optional

from conditions import ITEM, SUBJECT, TODAY, TYPES, Amount, Condition, Conditions

MEASURES = ["allow", "warn", "fine", "block"]  # the first ladder, mildest first
OTHER_MEASURES = ["may advertise", "ban advertising"]  # the second, where there is one
FALLS = "falls"  # what an exception without a measure does to its target


@dataclasses.dataclass
class Effect:
    ladder: int
    rung: int
    amount: Optional[Amount] = None

    def text(self):
        name = (MEASURES, OTHER_MEASURES)[self.ladder][self.rung]
        return f"{name} {self.amount.text}" if self.amount else name


@dataclasses.dataclass
class Statement:
    """A rule, an exception or an obligation."""

    name: str
    effect: Optional[Effect]
    condition: Optional[Condition] = None
    each: bool = False
    where: Optional[Condition] = None
    unless: list = dataclasses.field(default_factory=list)  # [(condition, shown)]
    exceptions: list = dataclasses.field(default_factory=list)
    targets: list = dataclasses.field(default_factory=list)  # of an exception: names
    shown: bool = False  # `if shown`, `must have shown`
    duty: Optional[Condition] = None  # of an obligation
    deadline: Optional[int] = None  # days after `due`; none: at once
    text: str = ""  # where it is written another way: a row of a table


class Policy:
    def __init__(self, dice):
        self.dice = dice
        self.added_up = dice.random() < 0.5
        self.ladders = 2 if dice.random() < 0.3 else 1
        self.options = {fact: "" for fact in TYPES}
        for fact in ("urgent", "large", "foreign"):
            self.options[fact] = dice.choice(["", "", "", "assume yes", "assume no"])
        self.options["checked"] = "when verified"
        self.made = Conditions(dice)
        self.once = {measure for measure in ("warn", "fine") if dice.random() < 0.25}
        self.applies = self.made.condition(1) if dice.random() < 0.15 else None
        self.tariff = self.made.by_cases()
        self.rules = [self.rule(f"R{number}") for number in range(dice.randint(1, 3))]
        self.duty = self.obligation() if dice.random() < 0.5 else None
        if self.duty and dice.random() < 0.5:
            self.rules.append(self.rule_on_duty())
        self.rules += self.table() if dice.random() < 0.3 else []
        self.exceptions = []
        for number in range(dice.randint(0, 5)):
            self.add_exception(f"E{number}")

    def effect(self, mildest=1):
        if self.ladders == 2 and self.dice.random() < 0.3:
            return Effect(1, self.dice.randint(mildest, 1))
        rung = self.dice.randint(mildest, 3)
        return Effect(0, rung, self.made.amount(self.tariff) if MEASURES[rung] == "fine" else None)

    # ---- statements ----

    def unless(self, statement, item):
        if self.dice.random() < 0.3:
            statement.unless.append((self.made.condition(1, item), self.dice.random() < 0.4))

    def rule(self, name):
        rule = Statement(name, self.effect())
        rule.each = self.dice.random() < 0.3
        rule.where = self.made.of_item() if rule.each and self.dice.random() < 0.5 else None
        rule.condition = self.made.condition(2, rule.each)
        self.unless(rule, rule.each)
        return rule

    def table(self):
        rows = []
        for number in range(1, self.dice.randint(2, 4)):
            limit, chosen = self.dice.randint(0, 3), self.dice.sample(SUBJECT["kind"], self.dice.randint(1, 2))
            effect = self.effect(mildest=0)
            cell, fits = self.dice.choice([
                ("any", lambda n, limit=limit: True),
                (f"{limit}", lambda n, limit=limit: n == limit),
                (f"{limit} to {limit + 1}", lambda n, limit=limit: limit <= n <= limit + 1),
                (f"{limit} or more", lambda n, limit=limit: n >= limit),
                (f"under {limit + 1}", lambda n, limit=limit: n < limit + 1)])

            def holds(facts, item, date, fits=fits, chosen=chosen):
                return fits(facts.at("backlog")) and facts.at("kind") in chosen

            row = Statement(f"T, row {number}", effect, Condition("", holds))
            row.text = f"  {cell} | {', '.join(chosen)} | {effect.text()}"
            rows.append(row)
        return rows

    def obligation(self):
        duty = Statement("O", self.effect())
        duty.each = self.dice.random() < 0.3
        roll = self.dice.random()
        if duty.each:
            duty.duty = Condition("late", lambda f, i, d: i["late"])
        elif roll < 0.5:
            duty.duty = Condition("lapsing", lambda f, i, d: f.at("lapsing", d))
        else:
            duty.duty = Condition("checked", lambda f, i, d: f.at("checked"))
        duty.shown = self.dice.random() < 0.3
        duty.deadline = self.dice.choice([None, 0, 0, 5])
        duty.condition = self.made.condition(0) if self.dice.random() < 0.4 else None
        self.unless(duty, duty.each)
        return duty

    def rule_on_duty(self):
        """A rule whose condition asks what has become of the duty. (What was so earlier is known of `lapsing` only.)"""
        duty = self.duty
        states = ["is broken"] + (["is kept"] if duty.duty.text in ("lapsing", "late") else [])
        asked = self.dice.choice(states)
        rule = Statement("Q", self.effect(), Condition(f'"O" {asked}', lambda f, i, d: any(
            self.duty_state(f, one) == asked[3:] for _, one in instances(duty, f))))
        return rule

    def add_exception(self, name):
        dice = self.dice
        every = [rule for rule in self.rules if not rule.text] + self.exceptions + ([self.duty] if self.duty else [])
        target = dice.choice(every or [None])
        if target is None:
            return
        exception = Statement(name, self.effect(mildest=0) if dice.random() < 0.6 else None)
        exception.targets = [target.name]
        exception.each = target.each
        exception.condition = self.made.condition(1, target.each)
        exception.shown = dice.random() < 0.25
        self.unless(exception, target.each)
        target.exceptions.append(exception)
        same = [other for other in every if other is not target and other.each == target.each and other not in exception.exceptions]
        if same and dice.random() < 0.2:
            other = dice.choice(same)
            exception.targets.append(other.name)
            other.exceptions.append(exception)
        self.exceptions.append(exception)

    # ---- text ----

    def statements(self):
        """The statements, each a text; their order does not matter."""
        facts = ["facts about a shop"] + [f"  {fact}: {TYPES[fact]}{', ' if self.options[fact] else ''}{self.options[fact]}" for fact in TYPES]
        facts.append("  things: list of thing")
        fine = "fine: money in IDR" + (", added up" if self.added_up else "") + (", once" if "fine" in self.once else "")
        ladder = f"measures, mildest first\n  allow\n  warn{', once' if 'warn' in self.once else ''}\n  {fine}\n  block\n"
        texts = ["\n".join(facts) + "\n", "facts about a thing\n  late: yes or no\n  weight: number, 0 to 2\n", ladder, self.tariff.text]
        if self.ladders == 2:
            texts.append("measures on advertising, mildest first\n  may advertise\n  ban advertising\n")
        if self.applies:
            texts.append(f'policy "P"\n  applies if {self.applies.text}\n')
        texts += [written(rule, "rule") for rule in self.rules if not rule.text]
        rows = [rule.text for rule in self.rules if rule.text]
        if rows:
            texts.append('table "T"\n  backlog | kind | measure\n' + "\n".join(rows) + "\n")
        texts += [written(exception, "exception") for exception in self.exceptions]
        return texts + ([written(self.duty, "obligation")] if self.duty else [])

    # ---- what is decided when everything is known ----

    def decide(self, facts):
        """[(measure, amount)], one a ladder, and the names of the reasons."""
        brought = []
        if not self.applies or self.applies.holds(facts, None, TODAY):
            for statement in self.rules + ([self.duty] if self.duty else []):
                for name, item in instances(statement, facts):
                    brought += self.outcome(statement, facts, item, name)
        brought = self.not_done(brought, facts)
        decisions = []
        for ladder, names in enumerate((MEASURES, OTHER_MEASURES)[:self.ladders]):
            here = [one for one in brought if one[0] == ladder and one[1] > 0]
            rung = max((one[1] for one in here), default=0)
            amounts = [one[2] for one in here if one[1] == rung and one[2] is not None]
            amount = None if not amounts else rounded(sum(amounts) if self.added_up else max(amounts))
            decisions.append((names[rung], amount, sorted(one[3:5] for one in here)))
        return decisions

    def not_done(self, brought, facts):
        """Without what was taken and is taken once. A record stands for one, the largest that it may stand for."""
        records, left = facts.taken(), []
        for one in sorted(brought, key=lambda one: one[2] or 0, reverse=True):
            ladder, rung, amount, speaker, item, name = one
            fitting = [record for record in records if ladder == 0 and record.measure == MEASURES[rung]
                       and record.under in ("", speaker, name) and record.about in ("", item)
                       and record.amount in (None, amount, amount and rounded(amount))]
            if fitting and MEASURES[rung] in self.once:
                records.remove(max(fitting, key=lambda record: (
                    record.under == name, bool(record.under), bool(record.about), record.amount is not None)))
            else:
                left.append(one)
        return left

    def outcome(self, statement, facts, item, name):
        if statement.duty and self.duty_state(facts, item, lifts=False) != "broken":
            return []
        if not applies(statement, facts, item):
            return []
        result = self.resolved(statement, facts, item, statement.effect.ladder)
        return [] if result is None else [(*result, name, statement.name)]

    def resolved(self, statement, facts, item, ladder):
        """What stands in the end: (ladder, rung, amount, whose), or None where it fell. Mildest first."""
        results = [self.of_exception(one, facts, item, ladder) for one in statement.exceptions]
        results = [one for one in results if one != "inactive"]
        if None in results:
            return None
        if results:
            return min(results, key=lambda one: (one[1] if one[0] == ladder else 0, one[1], one[2] or 0))
        if statement.effect is None:
            return FALLS
        effect = statement.effect
        return effect.ladder, effect.rung, effect.amount.worth(facts, item) if effect.amount else None, statement.name

    def of_exception(self, exception, facts, item, ladder):
        if not applies(exception, facts, item):
            return "inactive"
        result = self.resolved(exception, facts, item, ladder)
        if result is None:
            return "inactive"  # it was lifted itself
        return None if result == FALLS else result

    def duty_state(self, facts, item, lifts=True):
        duty = self.duty
        if duty.condition and not duty.condition.holds(facts, item, TODAY):
            return "none"
        deadline = None
        if duty.deadline is not None:
            if facts.at("due") is None:
                return "none"
            deadline = facts.at("due") + datetime.timedelta(days=duty.deadline)
        if lifts and self.is_lifted(facts, item):
            return "lifted"
        now = duty.duty.holds(facts, item, TODAY)
        if deadline is not None and deadline >= TODAY:
            return "kept" if now else "pending"
        if not now:
            return "broken"
        return "kept" if deadline is None or duty.duty.holds(facts, item, deadline) else "late"

    def is_lifted(self, facts, item):
        duty = self.duty
        if any(condition.holds(facts, item, TODAY) for condition, _ in duty.unless):
            return True
        results = [self.of_exception(one, facts, item, duty.effect.ladder) for one in duty.exceptions]
        return any(one is None or (one != "inactive" and one[1] == 0) for one in results)


def applies(statement, facts, item):
    if statement.condition and not statement.duty and not statement.condition.holds(facts, item, TODAY):
        return False
    return not any(condition.holds(facts, item, TODAY) for condition, _ in statement.unless)


def instances(statement, facts):
    if not statement.each:
        return [("", None)]
    return [(name, item) for name, item in facts.items if not statement.where or statement.where.holds(facts, item, TODAY)]


def rounded(amount):
    return Fraction((amount * 200 + 1) // 2, 100)  # half up to the rupiah's minor unit


def written(statement, keyword):
    lines = [f'{keyword} "{statement.name}"' + (" to " + ", ".join(f'"{name}"' for name in statement.targets) if statement.targets else "")]
    if statement.each and keyword != "exception":
        lines.append("  for each thing" + (f" where {statement.where.text}" if statement.where else ""))
    condition = statement.condition.text if statement.condition else ""
    if statement.duty:
        lines += [f"  if {condition}"] if condition else []
        lines.append(f"  the shop must have {'shown ' if statement.shown else ''}{statement.duty.text}")
        if statement.deadline is not None:
            lines.append("  by due" if statement.deadline == 0 else f"  within {statement.deadline} days after due")
        lines.append(f"  or else {statement.effect.text()}")
    else:
        lines.append(f"  {statement.effect.text() + ' ' if statement.effect else ''}if {'shown ' if statement.shown else ''}{condition}")
    lines += [f"  unless {'shown ' if shown else ''}{unless.text}" for unless, shown in statement.unless]
    return "\n".join(lines) + "\n"
