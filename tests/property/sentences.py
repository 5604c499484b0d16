"""Random well-typed policies in many kinds of sentence, and facts for them: what a formatter and a translator must not change.

Nothing here knows what a sentence means. Each name is taken from a table, so that the same dice write the same policy in
other names.
"""

import dataclasses
import re

# key: (name, type and options). The names hold keywords, hyphens and apostrophes wherever a name may.
SUBJECT = {
    "office": ("local office", "yes or no"),
    "address": ("no fixed address", "yes or no, assume no"),
    "terms": ("terms of service accepted", "yes or no"),
    "minors": ("content for minors", "yes or no, changeable"),
    "registered": ("is registered", "yes or no"),
    "users": ("monthly active users", "number of people, at least 0"),
    "young": ("users under 13", "number of people"),
    "age": ("minimum age", "number of years, 0 to 120"),
    "rating": ("5-star rating", "number"),
    "backlog": ("negative-content backlog", "number of items, if any"),
    "ads": ("share of ads", "percent"),
    "turnover": ("annual turnover", 'money in IDR, from "financials.turnover"'),
    "paid": ("children's fees paid", "money in IDR, assume 1.5 million IDR"),
    "owner": ("owner", "text"),
    "kind": ("kind", "one of social network, shop, none known, gambling or betting, under 13"),
    "notified": ("notified on", "date, if any"),
    "born": ("date of birth", "date"),
    "expiry": ("licence ends", "date, may lie ahead"),
    "order": ("last order", "date and time, if any, when verified"),
    "taken": ("time taken", "duration in hours"),
    "languages": ("languages", "list of text"),
    "complaints": ("complaints", "list of complaint, assume none"),
    "orders": ("open orders", "list of order"),
}
COMPLAINT = {
    "category": ("category", "one of child abuse, terrorism, hoax"),
    "received": ("received", "date and time"),
    "answered": ("answered", "date and time, if any"),
    "weight": ("weight", "number"),
    "urgent": ("urgent", "yes or no"),
}
ORDER = {
    "due amount": ("amount due", "money in IDR"),
    "due": ("due", "date"),
    "settled": ("paid in full", "yes or no"),
}
FLAGS = ["office", "address", "terms", "minors", "registered"]
KINDS = ["social network", "shop", "none known", "gambling or betting", "under 13"]
CATEGORIES = ["child abuse", "terrorism", "hoax"]
MORE, LESS = ["more than", ">", "over", "exceeds", "at least", ">="], ["less than", "<", "under", "at most", "<=", "fewer than"]


@dataclasses.dataclass
class Names:
    """What each fact is called, and the item's facts."""

    plain: bool = False

    def of(self, table, key):
        return table[key][0] if not self.plain else {id(SUBJECT): "fact", id(COMPLAINT): "part", id(ORDER): "piece"}[id(table)] + f" {list(table).index(key) + 1}"


def closed(text):
    """In parentheses where a `where` or a `have` would run on into what follows."""
    outside = text
    while "(" in outside:
        outside = re.sub(r"\([^()]*\)", "", outside)
    return f"({text})" if re.search(r"\b(where|have|every|in the last)\b", outside) else text


def negated(text):
    """`not X in the last 30 days` would have two readings; `not any X` is `no X` in Indonesian."""
    return f"not ({text})" if (" in the last " in text and not text.startswith("(")) or text.startswith("any ") else f"not {text}"


class Sentences:
    """Conditions, values and amounts by the throw of dice, each a text."""

    def __init__(self, dice, names):
        self.dice = dice
        self.names = names

    def name(self, key):
        return self.names.of(SUBJECT, key)

    def part(self, key):
        return self.names.of(COMPLAINT, key)

    def piece(self, key):
        return self.names.of(ORDER, key)

    def pick(self, *choices):
        return self.dice.choice(choices)

    # ---- conditions ----

    def condition(self, depth=2):
        if depth == 0 or self.dice.random() < 0.3:
            return self.leaf()
        joint = self.pick(" and ", " or ")
        parts = [self.pick(str, str, negated)(self.operand(depth - 1)) for _ in range(self.dice.randint(2, 3))]
        return joint.join([closed(part) for part in parts[:-1]] + parts[-1:])

    def operand(self, depth):
        return self.leaf() if depth == 0 or self.dice.random() < 0.6 else f"({self.condition(depth)})"

    def leaf(self):
        return self.dice.choice([self.flag, self.of_people, self.of_age, self.of_money, self.of_time, self.of_text, self.of_kind,
                                 self.of_complaints, self.of_orders, self.of_number, self.of_report, self.of_past])()

    def bulleted(self, indentation, depth=1):
        """`all of`, then a line each; nested where depth allows."""
        lines = [self.pick("all of", "any of")]
        for _ in range(self.dice.randint(2, 3)):
            deeper = depth > 0 and self.dice.random() < 0.3
            lines.append(" " * indentation + "- " + (self.bulleted(indentation + 2, depth - 1) if deeper else self.condition(1)))
        return "\n".join(lines)

    def flag(self):
        name = self.name(self.dice.choice(FLAGS))
        return self.pick(name, f"no {name}", f"has {name}", f"{name} is yes", f"{name} is no", "large platform", "no large platform")

    def relation(self):
        return self.dice.choice(MORE + LESS)

    def of_people(self):
        value = self.pick("1,000", "2.5 million", "0", "12,345.5000", "N", "1,500 people", self.name("young"))
        return self.pick(f"{self.name('users')} {self.relation()} {value}", f"{self.name('users')} is {self.relation()} {value}",
                         f"{self.name('users')} between 10 and 2 thousand", f"no {self.name('young')}", f"has {self.name('users')}")

    def of_age(self):
        name = self.name("age")
        return self.pick(f"{name} is 13 or more", f"{name} is 12 or less", f"{name} is 12, 13 or 14", f"{name} is not between 13 and 17",
                         f"{name} under 13 years", f"{name} is not 13", f"years since {self.name('born')} {self.relation()} 18",
                         f"year of {self.name('born')} at least 1,999", f"day of {self.name('born')} is 3")

    def of_number(self):
        return self.pick(f"{self.name('rating')} {self.relation()} 0.125", f"({self.name('rating')} + 1) * 2 {self.relation()} 7.5",
                         f"{self.name('rating')} - -1 > 0", f"{self.name('backlog')} / 3 {self.relation()} 12", f"{self.name('ads')} > 12.5%",
                         f"{self.name('rating')} rounded up to 0.5 > 2", f"no {self.name('backlog')}", f"{self.name('backlog')} is none")

    def money(self):
        return self.pick("10 million IDR", "1,500,000 IDR", f"10% of {self.name('turnover')}", f"{self.name('paid')} + 1 IDR", "tariff",
                         f"the larger of {self.name('paid')} and 1% of {self.name('turnover')}", f"{self.name('turnover')} rounded to 1,000 IDR",
                         f"the smaller of {self.name('paid')} and 20 million IDR", f"({self.name('paid')} * 2) rounded down to 1,000 IDR")

    def of_money(self):
        return f"{self.name('turnover')} {self.relation()} {self.money()}"

    def of_time(self):
        name, period = self.name("notified"), self.pick("30 days", "2 weeks", "1 month", "3 years")
        return self.pick(f"{name} more than {period} ago", f"{name} at most {period} after {self.name('born')}", f"{name} is on or before today",
                         f"{name} is before 2018-07-03", f"{self.name('expiry')} after {period} after today", f"not {name}", f"{name} is none",
                         f"{self.name('order')} less than 24 hours ago", f"{self.name('order')} is after 2018-07-03 16:00",
                         f"{self.name('taken')} > 36 hours", f"{name} in the last {period}", f"days since {self.name('expiry')} > 3")

    def of_text(self):
        name = self.name("owner")
        return self.pick(f'{name} contains "casino"', f'{name} matches "*Ltd"', f'{name} is "A" or "B"', f'{name} is not "A, and # B"',
                         f'{self.name("languages")} contains "id"', f"no {self.name('languages')}")

    def of_kind(self):
        chosen = self.dice.sample(KINDS, self.dice.randint(1, 3))
        return f"{self.name('kind')} {self.pick('is', 'is not')} " + (" or ".join(chosen) if self.dice.random() < 0.7 else ", ".join(chosen[:-1]) + " or " * (len(chosen) > 1) + chosen[-1])

    def of_report(self):
        return f"{self.name(self.pick('office', 'users', 'notified'))} {self.pick('is reported', 'is not reported')}"

    def of_past(self):
        measure = self.pick("warn", "block")
        return self.pick(f"{measure} is in force", f"{measure} more than 3 days ago", f"any measure taken where measure is {measure}",
                         f"at least 2 measures taken where measure is {measure} and from is after 2018-01-01")

    def of_item(self):
        chosen = " or ".join(self.dice.sample(CATEGORIES, self.dice.randint(1, 2)))
        return self.pick(f"{self.part('category')} is {chosen}", f"not {self.part('answered')}", self.part("urgent"), f"no {self.part('urgent')}",
                         f"{self.part('received')} more than 24 hours ago", f"{self.part('weight')} > {self.pick('1', '0.5000', self.name('rating'))}",
                         f"{self.part('answered')} more than time allowed after {self.part('received')}")

    def items(self):
        return self.of_item() + (self.pick(" and ", " or ") + self.of_item() if self.dice.random() < 0.3 else "")

    def of_complaints(self):
        items, has, some = self.items(), self.of_item(), self.pick("complaint", "late complaint")
        many = self.pick("complaints", "late complaints", self.name("complaints"))
        return self.pick(f"any {some} where {items}", f"no {some} where {items}", f"every {some} where {items} has {has}", f"every {some} has {has}",
                         f"{self.pick('at least', 'more than', 'fewer than', 'at most', 'less than')} 3 {many} where {items}",
                         f"{self.pick('fewer than', 'at least', 'less than')} 80% of {many} where {items} have {has}",
                         f"(count of {many} where {items}) * 2 > 3", f"count of {many} is 2", f"has {many}", f"no {many}")

    def of_orders(self):
        amount = self.piece("due amount")
        return self.pick(f"sum of {amount} of {self.name('orders')} > {self.money()}", f"average {amount} of {self.name('orders')} > 1 IDR",
                         f"(highest {amount} of {self.name('orders')} where not {self.piece('settled')}) >= 5,000 IDR",
                         f"(lowest {self.piece('due')} of {self.name('orders')}) is before today", f"any order where {self.piece('due')} of order is before today",
                         f"any order where {amount} > {self.name('paid')} and {self.piece('settled')}")


class Policy:
    """A policy as its statements, each a list of lines without comments and in the canonical layout."""

    def __init__(self, dice, names):
        self.dice, self.names = dice, names
        self.say = Sentences(dice, names)
        self.own_ladder = dice.random() < 0.5
        self.unnamed = []
        self.statements = [self.policy(), *self.facts(), *self.ladder(), *self.definitions(), ["parameter N: number of people", "  1,000 from 2018-07-03", "  500 from 2020-11-24 cite \"MR 5/2020\""]]
        self.statements += [["holidays for 2018", '  2018-08-17, 2018-12-25 "Independence Day, Christmas"']]
        self.rules = [self.rule(number) for number in range(dice.randint(2, 4))]
        self.statements += self.rules + [self.exception(), self.table(), self.obligation()] + [self.test(number) for number in range(2)]

    def policy(self):
        lines = ['policy "Sentences"', '  authority "Ministry of Words"', "  time zone Asia/Jakarta"]
        extra = ["  in force from 2018-01-01 until 2030-12-31", "  working week Monday to Saturday", '  cite "Law 1", "Law 2"']
        if self.dice.random() < 0.3:
            extra.append(f"  applies if {self.say.condition(1)}")
        return lines + self.dice.sample(extra, self.dice.randint(0, len(extra)))

    def facts(self):
        for noun, table in (("platform", SUBJECT), ("complaint", COMPLAINT), ("order", ORDER)):
            article = "an" if noun[0] in "aeiou" else "a"
            yield [f"facts about {article} {noun}"] + [f"  {self.names.of(table, key)}: {kind}" for key, (_, kind) in table.items()]

    def ladder(self):
        if self.own_ladder:
            yield ["measures, mildest first", "  allow", "  warn, once", "  fine: money in IDR, added up", "  throttle by: percent", "  block"]
            yield ["measures on advertising, mildest first", "  may advertise", "  ban advertising"]

    def definitions(self):
        part = self.say.part
        yield [f"define large platform as {self.say.name('users')} at least 1 million"]
        yield [f"define late complaint as a complaint where not {part('answered')} and {part('received')} more than 24 hours ago"]
        yield ["define time allowed of a complaint as", f"  4 hours if {part('category')} is child abuse or terrorism", f"  12 hours if {part('urgent')}", "  24 hours otherwise"]
        yield [f"define tariff as {self.say.pick('1.5 million IDR', self.say.name('paid') + ' * 2')}"]

    def measure(self):
        if not self.own_ladder:
            return self.say.pick("warn", "block")
        return self.say.pick("warn", "block", f"throttle by {self.say.pick('50%', '12.5%')}", f"fine {self.say.money()}", "ban advertising")

    def common(self):
        shown = [f"{self.say.name('users')} users wait, {{{self.say.name('users')}}}; the limit is {{N}}. Not {{a name}}."]
        clauses = [f"  unless {self.say.pick('', 'shown ')}{self.say.condition(1)}", f'  because "{shown[0].replace("{a name}", "a name")}"', '  cite "art. 1", "art. 2"',
                   "  in force from 2018-02-01"]
        return self.dice.sample(clauses, self.dice.randint(0, 2))

    def rule(self, number):
        if self.dice.random() < 0.25:
            sentence = f"{self.measure()} if {self.say.condition(2)}"
            if sentence not in self.unnamed:
                self.unnamed.append(sentence)
                return [sentence] + self.common()
        lines = [f'rule "R{number}"']
        if self.dice.random() < 0.2:
            lines += [f"  for each {self.say.pick('complaint', 'late complaint')}" + self.say.pick("", f" where {self.say.items()}")]
            return lines + [f"  {self.measure()} if {closed(self.say.of_item())} and {self.say.condition(0)}"] + self.common()
        bullets = self.dice.random() < 0.3
        return lines + [f"  {self.measure()} if " + (self.say.bulleted(4) if bullets else self.say.condition(2))] + self.common()

    def exception(self):
        named = [lines[0].split('"')[1] for lines in self.rules if lines[0].startswith("rule") and "for each" not in lines[1]]
        target = self.dice.choice(named + self.unnamed or [None])
        if target is None or '"' in target:
            return [f"warn if {self.say.name('office')} and {self.say.name('terms')} and {self.say.name('minors')} and {self.say.name('registered')} and {self.say.name('users')} > 100,000"]
        return [f'exception "E" to "{target}"', f"  {self.say.pick('', 'allow ')}if {self.say.pick('', 'shown ')}{self.say.condition(1)}"] + self.common()

    def table(self):
        rows = []
        for _ in range(3):
            people = self.say.pick("any", "under 1,000", "1,000 to 2,500", "13 or more", "12")
            kinds = self.say.pick("any", *(", ".join(self.dice.sample(KINDS, count)) for count in (1, 2, 3)))
            rows.append(f"  {people} | {kinds} | {self.measure()} | \"art. {len(rows) + 1}\"")
        return ['table "T"', f"  {self.say.name('users')} | {self.say.name('kind')} | measure | cite"] + rows

    def obligation(self):
        duty = self.say.pick(f"must have {self.say.name('office')}", f"must not have {self.say.name('address')}", f"must be {self.say.name('registered')}",
                             f"must have shown {self.say.condition(1)}", f"must keep {self.say.of_age()}")
        deadline = self.say.pick(f"within 30 days after {self.say.name('notified')}", f"within 5 working days starting on {self.say.name('notified')}", f"by {self.say.name('expiry')}")
        return ['obligation "O"', f"  if {self.say.condition(1)}", f"  the platform {duty}", f"  {deadline}", f"  or else {self.measure()}"]

    def test(self, number):
        given = [f"{self.say.name('office')} is {self.say.pick('yes', 'no', 'unknown')}", f"{self.say.name('users')} is {self.say.pick('2,500', '3 million', '0')}",
                 f"{self.say.name('kind')} is {self.dice.choice(KINDS)}", f"{self.say.name('turnover')} is 1.5 billion IDR", f"{self.say.name('notified')} is none",
                 f"{self.say.name('order')} is 2018-07-03 16:00 unverified", f'{self.say.name("owner")} is "PT A, B"', f"{self.say.name('ads')} is 12.5%"]
        lines = [f'test "T{number}"', "  as of 2018-07-04 12:00", "  given " + ", ".join(self.dice.sample(given, 4))]
        lines += [f"  given {self.say.name('complaints')}", f"    {self.say.part('category')} | {self.say.part('received')} | {self.say.part('answered')} | {self.say.part('weight')}",
                  "    child abuse | 2018-07-01 10:00 | none | 1.5", "    hoax | 2018-07-03 10:00 | 2018-07-03 12:00 | ?"]
        lines += ["  given measures taken", "    measure | from | under", f'    block | 2018-07-01 | "T, row 1"', "    warn | 2018-07-02 16:00 | none"]
        if self.dice.random() < 0.5:
            lines += ["  given history", f"    date | {self.say.name('age')}", "    2018-07-01 | 12", "    2018-07-03 | 14"]
        return lines + ["  expect at least allow" + self.say.pick("", ', at most block', ', open')]

    def text(self):
        return "\n\n".join("\n".join(lines) for lines in self.statements) + "\n"
