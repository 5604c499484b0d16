"""Random conditions and amounts over one small vocabulary, each as its words and as what it means."""

import dataclasses
import datetime
import itertools
from fractions import Fraction
from typing import Callable

TODAY = datetime.date(2020, 1, 10)
LAPSE = datetime.date(2020, 1, 5)


def day(month, number, year=2020):
    return datetime.date(year, month, number)


@dataclasses.dataclass(frozen=True)
class Taken:
    """A record of `measures taken`."""

    measure: str
    start: datetime.date
    until: datetime.date = None
    under: str = ""
    about: str = ""
    amount: int = None

    def text(self):
        parts = [f"measure: {self.measure}", f"from: {self.start}"]
        parts += [f"{key}: {value}" for key, value in (("until", self.until), ("under", self.under), ("about", self.about)) if value]
        parts += [f"amount: {self.amount} IDR"] if self.amount is not None else []
        return "{" + ", ".join(parts) + "}"


# The values that each fact of the subject may have. `lapsing` is a history: what was so before 5 January, and since.
SUBJECT = {
    "urgent": [True, False],
    "large": [True, False],
    "foreign": [True, False],
    "checked": [True, False],
    "lapsing": list(itertools.product([True, False], repeat=2)),
    "backlog": [0, 1, 2, 3],
    "kind": ["red", "green", "blue"],
    "due": [None, day(1, 1), day(1, 10), day(1, 20)],
    "done": [None, day(12, 31, 2019), day(1, 15)],
    "measures taken": [
        (), (Taken("warn", day(1, 8)),), (Taken("block", day(1, 2)), Taken("allow", day(1, 8))),
        (Taken("block", day(1, 2), day(1, 10)), Taken("warn", day(1, 20)), Taken("fine", day(1, 4))),
        (Taken("fine", day(1, 2), under="R0", about="A"), Taken("fine", day(1, 3), under="R1"), Taken("warn", day(1, 3), under="E0")),
        (Taken("fine", day(1, 2), under="R0", amount=4), Taken("fine", day(1, 3), amount=2), Taken("fine", day(1, 4), under="E0")),
    ],
}
TYPES = {
    "urgent": "yes or no", "large": "yes or no", "foreign": "yes or no", "checked": "yes or no", "lapsing": "yes or no",
    "backlog": "number of items, 0 to 3", "kind": "one of red, green, blue",
    "due": "date, if any, may lie ahead", "done": "date, if any",
}
FLAGS = ["urgent", "large", "foreign", "checked"]
ITEM = {"late": [True, False], "weight": [0, 2]}
COMPARISONS = [(">", lambda a, b: a > b), ("<", lambda a, b: a < b), ("at least", lambda a, b: a >= b), ("is", lambda a, b: a == b)]


@dataclasses.dataclass
class Facts:
    """Everything known of one subject: its facts, its items, and which facts were reported and not only assumed."""

    values: dict
    items: list  # [(name, {fact: value})]
    reported: set

    def at(self, fact, date=TODAY):
        value = self.values[fact]
        if fact == "lapsing":
            return value[0] if date < LAPSE else value[1]
        if fact == "done":
            return value if value is not None and value <= date else None
        return value

    def taken(self):
        return [record for record in self.values["measures taken"] if record.start <= TODAY]

    def last(self, measure):
        return max((record.start for record in self.taken() if record.measure == measure), default=None)

    def in_force(self, measure):
        lifted = self.last("allow")
        return any(record.measure == measure and (record.until is None or record.until >= TODAY)
                   and (lifted is None or record.start > lifted) for record in self.taken())


@dataclasses.dataclass
class Condition:
    text: str
    holds: Callable  # (facts, item, date) -> bool


@dataclasses.dataclass
class Amount:
    text: str
    worth: Callable  # (facts, item) -> Fraction


class Conditions:
    """Makes conditions and amounts by the throw of dice."""

    def __init__(self, dice):
        self.dice = dice

    def condition(self, depth, item=False):
        roll = self.dice.random()
        if depth == 0 or roll < 0.25:
            return self.leaf(item)
        a, b = self.condition(depth - 1, item), self.condition(depth - 1, item)
        if roll < 0.35:
            return Condition(f"not ({a.text})", lambda f, i, d: not a.holds(f, i, d))
        if roll < 0.65:
            return Condition(f"({a.text}) and ({b.text})", lambda f, i, d: a.holds(f, i, d) and b.holds(f, i, d))
        return Condition(f"({a.text}) or ({b.text})", lambda f, i, d: a.holds(f, i, d) or b.holds(f, i, d))

    def leaf(self, item):
        kinds = [self.flag] * 6 + [self.of_number] * 3 + [self.of_date] * 3 + [self.of_list] * 3 + [self.of_measures, self.of_kind]
        return self.dice.choice(kinds + [self.of_item] * (8 if item else 0))()

    def flag(self):
        fact = self.dice.choice(FLAGS)
        return self.dice.choice([
            Condition(fact, lambda f, i, d: f.at(fact)),
            Condition(f"no {fact}", lambda f, i, d: not f.at(fact)),
            Condition("lapsing", lambda f, i, d: f.at("lapsing", d)),
            Condition(f"{fact} is not reported", lambda f, i, d: fact not in f.reported)])

    def of_number(self):
        limit, (sign, compares) = self.dice.randint(0, 3), self.dice.choice(COMPARISONS)
        return self.dice.choice([
            Condition(f"backlog {sign} {limit}", lambda f, i, d: compares(f.at("backlog"), limit)),
            Condition(f"backlog * 2 - 1 {sign} {limit}", lambda f, i, d: compares(f.at("backlog") * 2 - 1, limit)),
            Condition(f"backlog is between {limit} and 2", lambda f, i, d: limit <= f.at("backlog") <= 2),
            Condition(f"(count of things where late) {sign} {limit}",
                      lambda f, i, d: compares(sum(item["late"] for _, item in f.items), limit))])

    def of_kind(self):
        chosen = self.dice.sample(SUBJECT["kind"], self.dice.randint(1, 2))
        if self.dice.random() < 0.3:
            return Condition(f"kind is not {chosen[0]}", lambda f, i, d: f.at("kind") != chosen[0])
        return Condition("kind is " + " or ".join(chosen), lambda f, i, d: f.at("kind") in chosen)

    def of_date(self):
        due, done = (lambda f: f.at("due")), (lambda f, d: f.at("done", d))
        return self.dice.choice([
            Condition("due is before today", lambda f, i, d: due(f) is not None and due(f) < d),
            Condition("due more than 5 days ago", lambda f, i, d: due(f) is not None and (d - due(f)).days > 5),
            Condition("no done", lambda f, i, d: done(f, d) is None),
            Condition("done at most 8 days after due", lambda f, i, d: None not in (due(f), done(f, d))
                      and 0 <= (done(f, d) - due(f)).days <= 8)])

    def of_measures(self):
        measure = self.dice.choice(["warn", "block"])
        return self.dice.choice([
            Condition(f"{measure} is in force", lambda f, i, d: f.in_force(measure)),
            Condition(f"{measure} more than 3 days ago",
                      lambda f, i, d: f.last(measure) is not None and (d - f.last(measure)).days > 3)])

    def of_item(self):
        return self.dice.choice([
            Condition("late", lambda f, i, d: i["late"]),
            Condition("not late", lambda f, i, d: not i["late"]),
            Condition("weight > 1", lambda f, i, d: i["weight"] > 1)])

    def of_list(self):
        def heavy(facts):
            return [item for _, item in facts.items if item["weight"] > 1]

        return self.dice.choice([
            Condition("any thing where late", lambda f, i, d: any(item["late"] for _, item in f.items)),
            Condition("no thing where weight > 1", lambda f, i, d: not heavy(f)),
            Condition("every thing has late", lambda f, i, d: all(item["late"] for _, item in f.items)),
            Condition("sum of weight of things > 2", lambda f, i, d: sum(item["weight"] for _, item in f.items) > 2),
            Condition("highest weight of things > 1", lambda f, i, d: bool(heavy(f))),
            Condition("at least 2 things where late", lambda f, i, d: sum(item["late"] for _, item in f.items) >= 2),
            Condition("fewer than 50% of things where weight > 1 have late",
                      lambda f, i, d: 2 * sum(item["late"] for item in heavy(f)) < len(heavy(f)))])

    # ---- amounts ----

    def by_cases(self):
        """The definition of `tariff`."""
        first, second = self.condition(0), self.condition(1)
        text = f"define tariff as\n  1 IDR if {first.text}\n  backlog * 2 IDR if {second.text}\n  4 IDR otherwise\n"

        def worth(facts, _):
            if first.holds(facts, None, TODAY):
                return Fraction(1)
            return Fraction(2 * facts.at("backlog") if second.holds(facts, None, TODAY) else 4)

        return Amount(text, worth)

    def amount(self, tariff):
        return self.dice.choice([
            Amount("3 IDR", lambda f, i: Fraction(3)),
            Amount("backlog * 1.0050 IDR", lambda f, i: f.at("backlog") * Fraction("1.005")),
            Amount("(6 - backlog) * 1 IDR", lambda f, i: Fraction(6 - f.at("backlog"))),
            Amount("the larger of 2 IDR and (backlog * 1 IDR)", lambda f, i: Fraction(max(2, f.at("backlog")))),
            Amount("tariff", tariff.worth),
            Amount("(sum of weight of things) * 1 IDR", lambda f, i: Fraction(sum(item["weight"] for _, item in f.items))),
            Amount("50% of tariff", lambda f, i: tariff.worth(f, i) / 2)])
