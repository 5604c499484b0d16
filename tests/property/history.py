#!/usr/bin/env python3
"""Holds what is asked of the past to brute force: random small policies and histories, asked as of every minute.

    history.py --driver build/tests/pasal_what_if_property [--cases 60] [--seed 1] [--keep FOLDER]

This makes the cases; the driver (tests/property/history.cpp) asks and compares. It must hold that

  1. `C for at least P`, `C for more than P`, `C in the last P`, `highest | lowest | average F in the last P` and `F as of D` are
     what C and F come to where the policy is asked as of each minute of the past, with what was known then;
  2. between two moments that `value_changes` or `decision_changes` lists one after the other neither a condition nor the decision changes.

Zones whose clocks change around the day asked about, unlisted holidays and unknown stretches are among the cases.
A failure prints what differs, the policy, the facts and how to run it again.
"""

import collections
import datetime
import random
import sys

from driver import Driver

# Zones, and a day around which their clocks change: by an hour, by half an hour, over midnight, never.
ZONES = [("Asia/Jakarta", datetime.date(2020, 3, 1)), ("Europe/Berlin", datetime.date(2020, 3, 29)), ("Europe/Berlin", datetime.date(2020, 10, 25)),
         ("Australia/Lord_Howe", datetime.date(2020, 4, 5)), ("America/St_Johns", datetime.date(2010, 11, 7)), ("Asia/Jakarta", datetime.date(2020, 12, 31))]
TIMES = ["05:00", "09:15", "13:30", "18:45", "22:00", "00:15"]  # none that a clock passes over
PERIODS = ["6 hours", "90 minutes", "24 hours", "36 hours", "1 day", "2 days", "5 days", "1 week", "1 month", "2 working days", "0 days", "wait", "D"]


class Case:
    def __init__(self, seed):
        self.dice = random.Random(seed)
        self.zone, self.day = self.dice.choice(ZONES)
        self.as_of = self.day + datetime.timedelta(self.dice.randint(-1, 4))
        self.policy = self.write_policy()
        self.facts = self.write_facts()

    def near(self, before=9, after=3):
        return self.as_of + datetime.timedelta(self.dice.randint(-before, after))

    # ---- the policy ----

    def leaf(self):
        return self.dice.choice([
            "open", "no open", "size > N", "size between 1 and 3", "done", "not done", "seen more than 24 hours ago", "seen at most 36 hours ago",
            "done more than 2 days ago", "done in the last 3 days", "due is before today", "due is on or after today", "today is after 3 days after done",
            "days since done > 2", "hours since seen > 30", "now is after 6 hours after seen", "any thing where late", "size is reported",
            "day of today > 10", "month of today is 3", "warn is in force", "warn more than 2 days ago", "2 working days after done is before today",
            "working days since done > 2", f"size as of {self.near()} > 2", "size as of done > 1", "(no open) as of due", "D as of due is 2 days",
            "average size in the last 2 days > 2", "highest size in the last 36 hours > N", "lowest size in the last 3 days < 2",
            "average size in the last 30 hours < 2.5", "\"Open up\" is broken", "\"Open up\" is kept", "done more than D ago",
            "years since due > 0", "2 * days since done + 1 < 6", "level is none", "level > 1", "shut", "has things"])

    def condition(self, depth):
        if depth == 0 or self.dice.random() < 0.4:
            return self.leaf()
        a, b = self.condition(depth - 1), self.condition(depth - 1)
        return self.dice.choice([f"({a}) and ({b})", f"({a}) or ({b})", f"not ({a})", f"({a}) {self.span()}"])

    def span(self):
        return self.dice.choice(["for at least", "for at least", "for more than", "in the last"]) + " " + self.dice.choice(PERIODS)

    def write_policy(self):
        listed = self.dice.choice([[self.day.year], [self.day.year, self.day.year + 1], [self.day.year - 1, self.day.year]])
        holidays = [f"holidays for {year}\n  {year}-03-{self.dice.randint(1, 28):02}, {year}-12-25" for year in listed]
        rules = [f"warn if ({self.condition(2)}) {self.span()}" for _ in range(2)]
        rules.append(f"block if {self.dice.choice(['highest', 'lowest', 'average'])} size in the last {self.dice.choice(PERIODS)} > {self.dice.randint(1, 4)}")
        rules.append(f"rule \"Each\"\n  for each thing\n  block if {self.dice.choice(['paid more than 24 hours ago', 'late and open', 'not paid and no open'])}")
        if self.dice.random() < 0.3:
            rules.append(f"rule \"For a time\"\n  warn if open\n  in force from {self.near()} until {self.near(0, 6)}")
        return "\n\n".join([
            f"policy \"Past\"\n  time zone {self.zone}",
            "facts about a shop\n  open: yes or no\n  size: number\n  level: number, if any\n  done: date, if any\n  seen: date and time, if any\n  due: date\n"
            "  things: list of thing",
            "facts about a thing\n  late: yes or no\n  paid: date and time, if any",
            f"parameter N: number\n  1 from {self.near(9, -3)}\n  3 from {self.near(2, 2)}",
            f"parameter D: duration in days\n  1 day from {self.near(20, -10)}\n  2 days from {self.near(8, 2)}",
            "define wait as 12 hours", "define shut as no open and size < 3",
            f"obligation \"Open up\"\n  the shop must have open\n  within {self.dice.choice(['2 days', '24 hours'])} after {self.dice.choice(['done', 'due', 'seen'])}\n  or else warn"
            .replace("24 hours after done", "2 days after done").replace("24 hours after due", "2 days after due"),
            *holidays, *rules])

    # ---- the facts ----

    def time(self):
        return f"{self.near()} {self.dice.choice(TIMES)}" if self.dice.random() < 0.6 else str(self.near())

    def value(self, fact):
        dates = ["none", str(self.near()), str(self.near())]
        return self.dice.choice({"size": ["0", "1", "2", "3", "5", "?"], "level": ["none", "1", "2", "3", "?"], "done": dates, "due": dates[1:],
                                 "seen": ["none", f"{self.near()} {self.dice.choice(TIMES)}"]}.get(fact, ["yes", "no", "yes", "no", "?"])).replace("?", '"?"')

    def write_facts(self):
        now = self.dice.choice([f"{self.as_of}", f"{self.as_of}", f"{self.as_of} 09:15", f"{self.as_of} 05:00"])
        lines = ["shop: One", f"as of: {now}"]
        history = collections.defaultdict(dict)
        for fact in ("open", "size", "level", "done", "seen", "due"):
            roll = self.dice.random()
            if roll < 0.3:
                lines.append(f"{fact}: {self.value(fact)}")
            if roll > 0.25:
                for _ in range(self.dice.randint(1, 5)):
                    history[self.time()][fact] = self.value(fact)
        if history:
            lines.append("history:")
            lines += [f"  {when}: {{{', '.join(f'{fact}: {value}' for fact, value in values.items())}}}" for when, values in history.items()]
        if self.dice.random() < 0.8:
            things = [f"{{thing: {name}, late: {self.dice.choice(['yes', 'no'])}, paid: {self.value('seen')}}}" for name in "AB"[:self.dice.randint(0, 2)]]
            lines.append(f"things: [{', '.join(things)}]")
        if self.dice.random() < 0.5:
            until = self.dice.choice(["", f", until: {self.near(1, 3)}"])
            lines.append(f"measures taken: [{{measure: warn, from: {self.near(9, -2)}{until}}}]")
        return "\n".join(lines)


def lacks(counts, cases):
    """A list of every minute would leave nothing out."""
    needed = ("known of the past", "unknown of the past", "as of another day", "changes")
    too_little = min(counts[what] for what in needed) < 10 or counts["moments"] > 400 * counts["windows"]
    return cases >= 30 and too_little and "too little was compared, or too much was listed"


if __name__ == "__main__":
    sys.exit(Driver("history.py", __doc__, Case, at_once=4, arguments=["history"]).main(60, lacks))
