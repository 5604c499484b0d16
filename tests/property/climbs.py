#!/usr/bin/env python3
"""Holds duties that climb to a model of their own: one duty, followed from day to day.

    climbs.py --pasal build/pasal [--cases 60] [--seed 1]

The model is written from the reference alone ("Steps that climb"), without looking back: it walks through the days, notes when
the duty is broken, which step is due and which was taken, and what stays when the duty is met. A
step with an `if` is due when that holds as well. Each day's measure must be that of `pasal timeline`. Nothing is unknown here.
"""

import argparse
import calendar
import concurrent.futures
import datetime
import json
import pathlib
import random
import subprocess
import sys
import tempfile

BEGIN = datetime.date(2020, 1, 20)
DAYS = 150
HOLIDAYS = {datetime.date(2020, 1, 31), datetime.date(2020, 3, 25), datetime.date(2020, 5, 1)}
MEASURES = ["allow", "notice", "warn", "throttle", "block"]
ONE = datetime.timedelta(1)


def last_day(start, count, kind):
    """The last day of a period; the day on which it starts is not counted."""
    if kind == "days":
        return start + count * ONE
    if kind == "months":
        year, month = divmod(start.year * 12 + start.month - 1 + count, 12)
        return datetime.date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))
    day = start
    while count > 0:
        day += ONE
        count -= day.weekday() < 5 and day not in HOLIDAYS
    return day


def course_of(dice, at_first):
    """A fact that is yes or no, from day to day."""
    now = dice.random() < at_first
    course = [(BEGIN, now)]
    for change in sorted(dice.sample(range(1, DAYS), dice.choice([0, 1, 2, 3, 5, 8]))):
        now = not now
        course.append((BEGIN + change * ONE, now))
    return course


class Case:
    """One duty, the days on which it was done, and the measures taken."""

    def __init__(self, seed):
        dice = random.Random(seed)
        self.notified = BEGIN + dice.randint(0, 12) * ONE
        self.within = dice.choice([(0, "days"), (3, "days"), (10, "days"), (1, "months"), (5, "working days")])
        self.steps = [(dice.choice(MEASURES[1:]), None, dice.random() < 0.25, dice.random() < 0.2)]
        for _ in range(dice.choice([0, 1, 2, 2, 3])):
            wait = dice.choice([(1, "days"), (5, "days"), (10, "days"), (1, "months"), (2, "working days"), (7, "working days")])
            self.steps.append((dice.choice(MEASURES[1:]), wait, dice.random() < 0.25, dice.random() < 0.3))
        self.resumes = dice.random() < 0.4
        self.done = course_of(dice, 0.2)
        self.serious = course_of(dice, 0.4)
        self.taken = None
        if dice.random() < 0.6:
            days = sorted(dice.sample(range(DAYS), dice.choice([0, 1, 2, 3, 5])))
            self.taken = [(BEGIN + day * ONE, dice.choice([step[0] for step in self.steps])) for day in days]

    def is_done(self, day):
        return [done for since, done in self.done if since <= day][-1]

    def may_apply(self, step, day):
        """Whether the `if` of a step holds."""
        return not self.steps[step][3] or [serious for since, serious in self.serious if since <= day][-1]

    def policy(self):
        lines = ['policy "P"', "  time zone Asia/Jakarta", "measures, mildest first", *[f"  {measure}" for measure in MEASURES], "holidays for 2020",
                 *[f"  {day}" for day in sorted(HOLIDAYS)], "facts about a shop", "  notified: date", "  licensed: yes or no", "  serious: yes or no", 'obligation "Licence"',
                 "  the shop must be licensed", f"  within {self.within[0]} {self.within[1]} after notified"]
        for measure, wait, late, has_if in self.steps:
            wait = f" after {wait[0]} {wait[1]}" if wait else ""
            lines.append(f"  {'then' if wait else 'or else'} {measure}{wait}" + " if serious" * has_if + " even if late" * late)
        return "\n".join(lines + ["  resumes"] * self.resumes) + "\n"

    def facts(self):
        lines = ["shop: One", f"as of: {BEGIN + DAYS * ONE}", "history:"]
        done, serious = dict(self.done), dict(self.serious)
        for day in sorted({**done, **serious}):
            known = [f"notified: {self.notified}"] * (day == BEGIN)
            known += [f"{name}: {'yes' if course[day] else 'no'}" for name, course in (("licensed", done), ("serious", serious)) if day in course]
            lines.append(f"  {day}: {{{', '.join(known)}}}")
        if self.taken is not None:
            lines += ["measures taken:" + " none" * (not self.taken), *[f"  - {{measure: {measure}, from: {day}}}" for day, measure in self.taken]]
        return "\n".join(lines) + "\n"

    # ---- the model ----

    def measures(self):
        """What is decided on each day."""
        deadline = last_day(self.notified, *self.within)
        stays, run, reached, result = set(), None, 0, []
        for day in (BEGIN + count * ONE for count in range(DAYS)):
            missed = day == deadline + ONE and not self.is_done(deadline)
            is_broken = day > deadline and (missed or not self.is_done(day))
            if is_broken and (run is None or run.is_over):
                run = Run(day, len(self.steps), reached if self.resumes else 0)
            applies = set()
            if run is not None:
                for when, measure in self.taken or []:
                    if when == day:
                        run.record(day, measure, self.steps)
                if is_broken:
                    applies = run.due(day, self)
                    stays |= {step for step in applies if self.steps[step][2]}
                run.is_over = run.is_over or self.is_done(day)
                reached = max([run.base] + [step + 1 for step in range(len(self.steps)) if run.taken[step] is not None])
                if self.is_done(day):
                    applies = set()
            result.append(max([MEASURES.index(self.steps[step][0]) for step in applies | stays if self.may_apply(step, day)], default=0))
        return result


class Run:
    """A time in which the duty is broken."""

    def __init__(self, start, count, base):
        self.start, self.base, self.is_over = start, base, False
        self.due_since = [None] * count
        self.taken = [None] * count
        self.records = [None] * count

    def record(self, day, measure, steps):
        for step, (name, _, _, _) in enumerate(steps):
            if self.records[step] is None and name == measure:
                self.records[step] = self.taken[step] = day
                return

    def due(self, day, case):
        """The steps that are due on a day, from the first on; those counted as taken are noted."""
        found = set()
        for step, (_, wait, _, _) in enumerate(case.steps):
            since = self.start
            if step > 0 and step >= self.base:
                before = self.start if step == self.base else self.taken[step - 1]
                if before is None:
                    continue  # a step behind it may be recorded all the same, and its own wait begins then
                since = last_day(before, *wait) + ONE
            if since > day:
                continue
            if self.due_since[step] is None and case.may_apply(step, day):
                self.due_since[step] = day
            if self.due_since[step] is None:
                continue
            found.add(step)
            if self.taken[step] is None and case.taken is None and (step + 1 < len(case.steps) or case.resumes):
                self.taken[step] = day
        return found


def told(pasal, case, folder):
    """The measure of each day, as the timeline says it."""
    (folder / "p.pasal").write_text(case.policy(), encoding="utf-8")
    (folder / "f.yaml").write_text(case.facts(), encoding="utf-8")
    command = [pasal, "timeline", folder / "p.pasal", folder / "f.yaml", "--from", str(BEGIN), "--to", str(BEGIN + (DAYS - 1) * ONE), "--format", "json"]
    process = subprocess.run(command, capture_output=True, text=True, check=False)
    if process.returncode != 0:
        raise RuntimeError(process.stdout + process.stderr)
    result = []
    for stretch in json.loads(process.stdout)["stretches"]:
        decision = stretch["decisions"][0]
        first, last = (datetime.datetime.fromisoformat(stretch[end]) for end in ("from", "to"))
        if first.time() != datetime.time() or not decision["settled"]:
            raise RuntimeError(f"not settled, or not from a day's first minute: {first}")
        result += [MEASURES.index(decision["measure"])] * ((last.date() - first.date()).days + 1)
    return result


def examine(pasal, seed):
    case = Case(seed)
    with tempfile.TemporaryDirectory() as folder:
        try:
            found = told(pasal, case, pathlib.Path(folder))
        except RuntimeError as problem:
            return f"seed {seed}: {problem}\n{case.policy()}\n{case.facts()}"
    wanted = case.measures()
    for index, (here, there) in enumerate(zip(wanted, found)):
        if here != there:
            return f"seed {seed}: on {BEGIN + index * ONE} it is {MEASURES[there]}, by the model {MEASURES[here]}\n\n{case.policy()}\n{case.facts()}"
    return "" if len(wanted) == len(found) else f"seed {seed}: {len(found)} days"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pasal", required=True)
    parser.add_argument("--cases", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        failures = [one for one in pool.map(lambda seed: examine(options.pasal, seed), range(options.seed, options.seed + options.cases)) if one]
    print(*failures[:3], sep="\n\n")
    print(f"{options.cases} courses, {len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
