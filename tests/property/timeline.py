#!/usr/bin/env python3
"""Holds timelines to brute force: random small policies and facts, decided at every minute of a window.

    timeline.py --driver build/tests/pasal_timeline_property [--cases 60] [--seed 1] [--keep FOLDER]

This makes the cases; the driver (tests/property/timeline/) asks and compares. It must hold that

  1. at every minute what is decided is what the timeline says, neighbours differ, and the stretches fill the window;
  2. each change is among the change moments of the decision;
  3. between two change moments of a rule's condition its value stays the same.

A window of up to four days is decided at every minute, a longer one at every minute around each change and four times a
day. A failure prints what differs, the policy, the facts and how to run it again.
"""

import datetime
import random
import sys

from driver import Driver

# A zone and a day near which something happens in it: clocks go forward or back, by an hour or by half of one, at midnight; a
# leap day, a month's end, a year's.
PLACES = [
    ("Asia/Jakarta", "2020-02-28"), ("Asia/Jakarta", "2020-01-10"), ("Europe/Berlin", "2020-03-28"), ("Europe/Berlin", "2020-10-24"),
    ("America/Sao_Paulo", "2018-11-03"), ("America/Sao_Paulo", "2018-02-17"), ("Australia/Lord_Howe", "2020-04-04"), ("Asia/Jakarta", "2019-12-30"),
]
COMPARISONS = [">", "<", "at least", "at most"]


class Case:
    """A policy, the facts of one subject and a window, as texts."""

    def __init__(self, seed):
        self.dice = random.Random(seed)
        zone, day = self.dice.choice(PLACES)
        self.zone, self.middle = zone, datetime.date.fromisoformat(day)
        days = self.dice.choice([1, 2, 2, 3, 40, 150])
        begin = self.middle + datetime.timedelta(self.dice.randint(-2, 1) if days < 10 else -days // 2)
        self.window = f"{begin} {begin + datetime.timedelta(days - 1)}"
        self.policy = "\n".join(self.statements())
        self.facts = "\n".join(self.subject())

    def chance(self, part):
        return self.dice.random() < part

    def day(self, low=-12, high=6):
        return str(self.middle + datetime.timedelta(self.dice.randint(low, high)))

    def moment(self, low=-6, high=4):
        first = "00:00" if self.zone != "America/Sao_Paulo" else "01:30"  # midnight may be in a gap there
        return f"{self.day(low, high)} {self.dice.choice([first, '03:30', '04:15', '09:00', '12:34', '18:00', '23:59'])}"

    # ---- the policy ----

    def statements(self):
        lines = ['policy "P"', f"  time zone {self.zone}", *[f"  in force from {self.day(-4, 2)}{self.until()}"] * self.chance(0.1),
                 *[f"  applies if {self.condition(1)}"] * self.chance(0.08)]
        lines += [
            "facts about a shop", "  size: number, 0 to 6", "  backlog: number, 0 to 9", "  open: yes or no", "  licensed: yes or no",
            "  vetted: yes or no, when verified", "  notified: date, if any", "  due: date, if any, may lie ahead", "  seen: date and time",
            "  ordered: date and time, if any", "  answered: date and time, if any", "  wait: duration in hours", "  grace: duration in days",
            "  things: list of thing, assume none", "facts about a thing", "  late: yes or no", "  since: date and time", "  done: date and time, if any",
            "  weight: number, 0 to 3"]
        lines += ["parameter limit: number", "  2 from 2010-01-01", f"  3 from {self.day(-5, 3)}"]
        lines += ["parameter patience: duration in hours", "  36 hours from 2010-01-01", f"  3 hours from {self.day(-4, 2)}"]
        lines += ["parameter term: duration in days", "  5 days from 2010-01-01", f"  2 days from {self.day(-6, 2)}"]
        lines += ["measures, mildest first", "  allow", f"  warn{self.dice.choice(['', '', ', once'])}",
                  "  fine: money in EUR" + self.dice.choice(["", ", added up", ", added up, once"]), "  block"]
        for year in (2017, 2018, 2019, 2020, 2021):
            lines += [f"holidays for {year}", f"  {year}-01-01", f"  {year}-12-25"]
        lines += [f"  {self.middle + datetime.timedelta(1)}"] * (self.middle.year == 2021)
        lines += ["define band as", f"  1 if {self.dice.choice([self.of_clock, self.of_day, self.of_taken])()}", f"  {self.dice.choice(['2', '2.5'])} if open", "  4 otherwise"]
        self.names = []
        for number in range(self.dice.randint(1, 3)):
            self.duty(lines, f"D{number}")
        names = [self.rule(lines, f"R{number}") for number in range(self.dice.randint(1, 3))]
        for number in range(self.dice.choice([0, 0, 1])):
            lines += [f'exception "E{number}" to "{self.dice.choice(names + self.names)}"',
                      f"  {self.dice.choice(['', 'allow ', 'warn '])}if {'shown ' if self.chance(0.3) else ''}{self.condition(1)}"]
            self.in_force(lines)
        return lines

    def until(self):
        return f" until {self.day(3, 8)}" if self.chance(0.4) else ""

    def in_force(self, lines):
        lines += [f"  in force from {self.day(-6, 2)}{self.until()}"] * self.chance(0.12)

    def measure(self):
        return self.dice.choice(["warn", "fine 3 EUR", "fine 5 EUR", "fine (size + band) * 1 EUR", "block"])

    def wait(self):
        return self.dice.choice(["1 day", "2 days", "3 days", "5 days", "1 week", "1 month", "2 working days", "1 working day", "36 hours", "90 minutes", "term"])

    def rule(self, lines, name):
        item = self.chance(0.2)
        lines += [f'rule "{name}"', *[f"  for each thing{self.dice.choice(['', ' where late'])}"] * item, f"  {self.measure()} if {self.condition(2, item)}"]
        lines += [f"  unless {'shown ' if self.chance(0.3) else ''}{self.condition(1, item)}"] * self.chance(0.25)
        self.in_force(lines)
        return name

    def duty(self, lines, name):
        kind = self.dice.choice(["", "", "", "", "thing", "thing", "period"])
        lines += [f'obligation "{name}"']
        deadline = self.dice.choice([None, "by due", f"within {self.days()} after notified", f"within {self.days()} after notified",
                                     f"within {self.dice.choice(['3 hours', '24 hours', 'patience', '90 minutes', 'wait'])} after seen",
                                     f"within {self.dice.choice(['3 hours', '36 hours'])} after ordered"])
        done = self.dice.choice(["licensed", "licensed", "vetted", "open", "answered", "size at least 2", f"({self.condition(1)})"])
        if kind == "thing":
            lines += [f"  for each thing{self.dice.choice(['', ' where late'])}"]
            done = self.dice.choice(["done", "licensed", "weight at least 1"])
            deadline = f"within {self.dice.choice(['24 hours', '3 days', 'patience', '2 working days'])} after since"
        if kind == "period":
            lines += [f"  for each {self.dice.choice(['month', 'month', 'quarter'])} from {self.middle.year - self.dice.choice([0, 0, 1])}-01-01"]
            deadline = f"within {self.days()} after {lines[-1].split()[2]}"
        lines += [f"  if {self.condition(1)}"] * self.chance(0.4)
        verb = "keep" if done.startswith("(") or "at least" in done else "have"
        lines += [f"  the shop must {verb} {'shown ' if self.chance(0.12) and verb == 'have' else ''}{done}"]
        lines += [f"  {deadline}"] if deadline else []
        late = lambda: " even if late" * self.chance(0.25)
        lines += [f"  or else {self.measure()}{late()}"]
        lines += [f"  then {self.measure()} after {self.wait()}{f' if {self.condition(0)}' if self.chance(0.2) else ''}{late()}"
                  for _ in range(self.dice.choice([0, 0, 1, 2, 3]))]
        lines += ["  resumes"] * self.chance(0.3)
        lines += [f"  unless {self.condition(0)}"] * self.chance(0.1)
        self.in_force(lines)
        self.names.append(name)

    def days(self):
        return self.dice.choice(["1 day", "3 days", "5 days", "1 month", "2 working days", "3 working days", "term", "grace"])

    def condition(self, depth, item=False):
        roll = self.dice.random()
        if depth == 0 or roll < 0.4:
            return self.leaf(item)
        a, b = self.condition(depth - 1, item), self.condition(depth - 1, item)
        return f"not ({a})" if roll < 0.46 else f"({a}) and ({b})" if roll < 0.74 else f"({a}) or ({b})"

    def leaf(self, item):
        kinds = [self.of_clock] * 5 + [self.of_day] * 4 + [self.of_state] * 3 + [self.of_past] * 5 + [self.of_list] + [self.of_taken] * 2
        kinds += [self.of_duty] * 2 if getattr(self, "names", None) else []
        return self.dice.choice(kinds + [self.of_item] * (10 if item else 0))()

    def of_clock(self):
        name = self.dice.choice(["seen", "ordered", "answered"])
        hours = self.dice.choice(["3 hours", "24 hours", "36 hours", "90 minutes", "patience", "wait", "2 days", "1 day"])
        return self.dice.choice([
            f"{name} {self.dice.choice(['more than', 'at least', 'at most', 'less than'])} {hours} ago", f"{hours} after {name} is before now",
            f"hours since {name} {self.dice.choice(COMPARISONS)} {self.dice.choice(['5', '24', '40'])} hours", f"{name} in the last {hours}",
            f"answered at most {hours} after ordered", f"{name} is before {self.moment()}", f"now is after {self.moment()}"])

    def of_day(self):
        name = self.dice.choice(["due", "notified", "due", "notified", "seen"])
        days = self.days() if name != "seen" else self.dice.choice(["2 days", "1 week", "1 working day", "term"])
        return self.dice.choice([
            f"{name} {self.dice.choice(['more than', 'at least', 'at most', 'less than'])} {days} ago", f"{name} is on or after today", f"{name} is before today",
            f"{days} after {name} is before today", f"days since {name} {self.dice.choice(COMPARISONS)} {self.dice.choice(['3', '6'])} days",
            f"today is after {self.day(-3, 3)}", f"due at most {self.dice.choice(['3 days', '1 week', '2 working days'])} after today", f"month of today is {self.middle.month}",
            f"day of today {self.dice.choice(['is', '>'])} {self.middle.day}", f"{name} is between {self.day(-5, 0)} and {self.day(1, 4)}" if name != "seen" else "no due"])

    def of_state(self):
        return self.dice.choice(["open", "no licensed", "licensed", "vetted", "size > limit", "backlog at least limit * 2", "band > 2", "size + backlog > 6",
                                 "no answered", "has due", "no notified"])

    def period(self):
        return self.dice.choice(["2 days", "3 days", "1 week", "1 month", "36 hours", "3 hours", "1 day", "2 working days", "grace", "wait"])

    def of_past(self):
        state = self.dice.choice(["(open)", "(no licensed)", "(licensed)", "(size > 2)", "(backlog > limit)", "(no open)", "(vetted)", "(has due)", "(backlog > 4)",
                                  f"({self.of_clock()})", f"({self.of_day()})"])
        number = self.dice.choice(["size", "backlog", "(size + backlog)", "(size * 2)"])
        return self.dice.choice([
            f"{state} for at least {self.period()}", f"{state} for more than {self.period()}", f"{state} in the last {self.period()}",
            f"(highest {number} in the last {self.period()}) {self.dice.choice(COMPARISONS)} {self.dice.choice(['2', '4', 'limit'])}",
            f"(lowest {number} in the last {self.period()}) {self.dice.choice(COMPARISONS)} {self.dice.choice(['2', '4', 'limit'])}",
            f"(average {number} in the last {self.period()}) {self.dice.choice(COMPARISONS)} {self.dice.choice(['2', '3.5', '4', 'limit'])}",
            f"(size as of {self.day(-5, 4)}) > 2", "(backlog as of seen) > limit", "(licensed as of notified)", f"({state} as of {self.day(-3, 3)})"])

    def of_list(self):
        return self.dice.choice(["any thing where late", "any thing where since more than 24 hours ago", "(sum of weight of things) > 2", "every thing has done",
                                 "fewer than 60% of things have done", "(count of things where since in the last 36 hours) > 0"])

    def of_taken(self):
        measure = self.dice.choice(["warn", "fine", "block"])
        return self.dice.choice([f"{measure} is in force", f"{measure} more than 2 days ago", f"{measure} at most {self.dice.choice(['24 hours', '3 days'])} ago",
                                 "(sum of amount of measures taken where measure is fine) > 3 EUR", "any measure taken where measure is block"])

    def of_duty(self):
        name = self.dice.choice(self.names)
        return self.dice.choice([f'"{name}" is broken', f'"{name}" is broken', f'"{name}" is {self.dice.choice(["kept"])}',
                                 f'fewer than 60% of "{name}" are kept'])

    def of_item(self):
        return self.dice.choice(["late", "weight > 1", "no done", "since more than 24 hours ago", "done at most 36 hours after since", "since more than patience ago",
                                 "(weight > 1) for at least 2 days"])

    # ---- facts ----

    def subject(self):
        lines = ["shop: One", f"as of: {self.dice.choice([self.day(-1, 3), self.moment(-1, 3), self.day(20, 30)])}"]
        for fact in ("size", "backlog", "open", "licensed", "vetted", "notified", "due", "seen", "ordered", "answered", "wait", "grace"):
            lines += self.reported(fact)
        if self.chance(0.8):
            lines += ["things:"] + [f"  - {{thing: {name}, {', '.join(self.of_thing())}}}" for name in "ABC"[:self.dice.randint(1, 3)]]
        if self.chance(0.5):
            lines += self.taken()
        return lines + self.history()

    def of_thing(self):
        return [f"{fact}: {value}" for fact, value in
                [("late", self.dice.choice(["yes", "yes", "no", "?"])), ("since", self.moment()), ("done", self.dice.choice(["none", "none", self.moment(), "?"])),
                 ("weight", self.dice.choice(["0", "1", "2", "3"]))] if not self.chance(0.1)]

    def taken(self):
        if self.chance(0.2):
            return [self.dice.choice(["measures taken: none", "measures taken: ?"])]
        records = []
        for _ in range(self.dice.randint(1, 3)):
            measure = self.dice.choice(["warn", "fine", "fine", "block"])
            record = [f"measure: {measure}", f"from: {self.dice.choice([self.day(-6, 3), self.moment(-6, 3)])}"]
            record += [f"amount: {self.dice.choice(['3', '5'])} EUR"] * (measure == "fine" and self.chance(0.5))
            record += [f"under: {self.dice.choice(['D0', 'D1', 'R0'])}"] * self.chance(0.4)
            record += [f"about: {self.dice.choice('AB')}"] * self.chance(0.15)
            record += [f"until: {self.dice.choice([self.day(4, 6), self.moment(4, 6)])}"] * self.chance(0.3)
            records.append("  - {" + ", ".join(record) + "}")
        return ["measures taken:", *records]

    def history(self):
        if self.chance(0.15):
            return []
        times = sorted({self.dice.choice([self.day(-8, 4), self.moment(-8, 4)]) for _ in range(self.dice.randint(1, 6))})
        times = [time for time in times if time.removesuffix(" 00:00") == time or time[:10] not in times]  # a day is its first minute
        return ["history:"] + [f"  {time}: {{{', '.join(self.dated())}}}" for time in times]

    def dated(self):
        facts = self.dice.sample(["size", "backlog", "open", "licensed", "licensed", "open", "vetted", "due"], self.dice.randint(1, 3))
        return [f"{fact}: {self.value(fact) if not self.chance(0.08) else '?'}" for fact in dict.fromkeys(facts)]

    def reported(self, fact):
        if self.chance(0.3 if fact in ("size", "backlog", "open", "licensed") else 0.15):
            return self.dice.choice([[], [], [f'{fact}: "?"']])
        value = self.value(fact)
        return [f"{fact}: {{value: {value}, verified: yes}}"] if fact == "vetted" and self.chance(0.6) else [f"{fact}: {value}"]

    def value(self, fact):
        if fact in ("notified", "due"):
            return self.dice.choice(["none", self.day(), self.day(), self.day(-12, 6 if fact == "due" else -1)])
        if fact in ("seen", "ordered", "answered"):
            return self.dice.choice([*["none"] * (fact != "seen"), self.moment(), self.moment(-3, 2)])
        return self.dice.choice({"size": ["0", "1", "2", "3", "5"], "backlog": ["0", "2", "5", "9"], "wait": ["3 hours", "7 hours"], "grace": ["1 day", "4 days"]}
                                .get(fact, ["yes", "no"]))


def lacks(counts, cases):
    too_little = counts["stretches"] < cases * 5 // 4 or counts["changes of a condition"] < cases // 4
    return cases >= 25 and too_little and "too little was compared"


if __name__ == "__main__":
    sys.exit(Driver("timeline.py", __doc__, Case, at_once=5).main(60, lacks))
