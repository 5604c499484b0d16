#!/usr/bin/env python3
"""Holds the calendar's answers against those of Python's `datetime`, `calendar` and `zoneinfo`.

Usage: compare.py ANSWER [SEED]; ANSWER is the program built from answer.cpp.
"""

import calendar
import datetime
import random
import subprocess
import sys
import zoneinfo

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
LAST_DAY = datetime.date.max.toordinal()
MINUTE = datetime.timedelta(minutes=1)


def any_date(source, first=1, last=9999):
    low = datetime.date(first, 1, 1).toordinal()
    high = datetime.date(last, 12, 31).toordinal()
    return datetime.date.fromordinal(source.randint(low, high))


def add_months(date, months):
    index = date.year * 12 + date.month - 1 + months
    year, month = divmod(index, 12)
    if not 1 <= year <= 9999:
        return None
    return datetime.date(year, month + 1, min(date.day, calendar.monthrange(year, month + 1)[1]))


def add_days(date, days):
    ordinal = date.toordinal() + days
    return datetime.date.fromordinal(ordinal) if 1 <= ordinal <= LAST_DAY else None


def add_working_days(date, count, week, holidays):
    step = 1 if count > 0 else -1
    while count:
        date = add_days(date, step)
        if date is None:
            return None
        if str(date.weekday()) in week and date not in holidays:
            count -= step
    return date


def last_of_months(date, months):
    """The day before the same day of a later month; where that month has no such day, its last day."""
    end = add_months(date, months)
    return end if end is None or end.day < date.day else add_days(end, -1)


def months_between(start, end):
    months = (end.year - start.year) * 12 + end.month - start.month
    return months - 1 if add_months(start, months) > end else months


def offset_at(zone, minute):
    """Whole minutes east of UTC: the offset itself, if it has seconds, rounded down."""
    return (EPOCH + minute * MINUTE).astimezone(zone).utcoffset() // MINUTE


def moment_of(zone, date, minute):
    """The earliest minute whose local time this is, found by trying every offset in force around it."""
    local = (date.toordinal() - EPOCH.date().toordinal()) * 1440 + minute
    around = {offset_at(zone, local + hours * 60) for hours in range(-26, 27)}
    found = [local - offset for offset in around if offset_at(zone, local - offset) == offset]
    return min(found) if found else None


def changes(zone, source):
    """Minutes at which the zone's offset changes, some of them, from 1850 to the far future."""
    found = []
    for start_year in (1880, 1915, 1940, 1970, 1995, 2010, 2020, 2036, source.randint(2038, 9000)):
        minute = (datetime.date(start_year, 1, 1).toordinal() - EPOCH.date().toordinal()) * 1440
        end = minute + 6 * 366 * 1440
        while minute < end:
            later = minute + 7 * 1440
            if offset_at(zone, minute) != offset_at(zone, later):
                low, high = minute, later
                while high - low > 1:
                    middle = (low + high) // 2
                    if offset_at(zone, low) == offset_at(zone, middle):
                        low = middle
                    else:
                        high = middle
                found.append(high)
            minute = later
    return found


def zone_questions(source):
    names = sorted(name for name in zoneinfo.available_timezones() if name[0].isupper() and name != "Factory")
    for name in source.sample(names, min(150, len(names))):
        zone = zoneinfo.ZoneInfo(name)
        minutes = [source.randint(-1_035_000_000, 4_223_000_000) for _ in range(20)]
        borders = changes(zone, source)
        minutes += [border + shift for border in borders for shift in (-1, 0)]
        for minute in minutes:
            yield f"offset {name} {minute}", str(offset_at(zone, minute))
        for border in borders:
            around = border + offset_at(zone, border) + source.randint(-150, 150)
            days, minute = divmod(around, 1440)
            date = datetime.date.fromordinal(EPOCH.date().toordinal() + days)
            yield f"moment {name} {date} {minute}", str(moment_of(zone, date, minute)).replace("None", "nothing")


def date_questions(source):
    for _ in range(5000):
        date = any_date(source)
        yield f"weekday {date}", str(date.weekday())
        days = source.choice([source.randint(-400, 400), source.randint(-4_000_000, 4_000_000)])
        yield f"days {date} {days}", str(add_days(date, days) or "nothing")
        months = source.choice([source.randint(-30, 30), source.randint(-150_000, 150_000)])
        yield f"months {date} {months}", str(add_months(date, months) or "nothing")
        other = source.choice([any_date(source), add_days(date, source.randint(0, 40)) or date])
        start, end = sorted([date, other])
        whole = months_between(start, end)
        yield f"between {start} {end}", f"{whole} {whole // 12}"
    for _ in range(200):
        date = any_date(source, 1990, 2030)
        holidays = [any_date(source, 1988, 2032) for _ in range(300)]
        count = source.randint(-300, 300)
        week = "".join(sorted(source.sample("0123456", source.randint(1, 7))))
        wanted = add_working_days(date, count, week, set(holidays))
        yield " ".join([f"working {date} {count} {week}", *map(str, holidays)]), str(wanted or "nothing")
        count = source.randint(1, 300)
        wanted = add_working_days(add_days(date, -1), count, week, set(holidays))
        yield " ".join([f"starting-working {date} {count} {week}", *map(str, holidays)]), str(wanted or "nothing")
    for _ in range(2000):
        date = any_date(source, 1, 9900)
        count = source.randint(1, 1000)
        yield f"starting-days {date} {count}", str(add_days(date, count - 1) or "nothing")
        yield f"starting-months {date} {count}", str(last_of_months(date, count) or "nothing")


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    seed = int(sys.argv[2]) if len(sys.argv) == 3 else 20180703
    source = random.Random(seed)
    questions = [*date_questions(source), *zone_questions(source)]
    asked = "".join(question + "\n" for question, _ in questions)
    answers = subprocess.run([sys.argv[1]], input=asked, capture_output=True, text=True, check=True).stdout.splitlines()
    if len(answers) != len(questions):
        sys.exit(f"{len(questions)} questions, {len(answers)} answers")
    wrong = [(q, a, w) for (q, w), a in zip(questions, answers) if a != w]
    for question, answer, wanted in wrong[:20]:
        print(f"{question[:80]}: {answer}, Python says {wanted}")
    print(f"seed {seed}: {len(questions)} questions, {len(wrong)} answered otherwise than by Python")
    sys.exit(1 if wrong else 0)


main()
