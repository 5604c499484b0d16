#!/usr/bin/env python3
"""Tries everything that is unknown: random small policies, random facts, and every way to fill in what is missing.

    decisions.py --pasal build/pasal [--policies 150] [--seed 1] [--keep FOLDER]

Of every decision on what is known so far it must hold that

  1. each way to fill in the unknown facts gives a decision within its bounds, and the bounds never grow;
  2. a settled decision is the decision of all of them;
  3. no unknown fact but the questions changes the decision;
  4. the order of the statements and of the facts does not matter;
  5. where every fact is known, the decision is the one that `policies.py` works out.

A failure prints the policy, the facts and how to run it again.
"""

import argparse
import collections
import concurrent.futures
import itertools
import json
import pathlib
import random
import subprocess
import sys
import tempfile
from fractions import Fraction

from conditions import ITEM, SUBJECT, Facts
from policies import MEASURES, OTHER_MEASURES, Policy

MOST_FILLINGS = 240  # of one set of facts
LIST = "things"
LISTS = [[], [(True, 0)], [(False, 2)], [(True, 2)], [(True, 0), (False, 2)], [(False, 2), (False, 0)]]
UNKNOWN = object()


class Failure(Exception):
    pass


# ---- facts ----------------------------------------------------------------------------------------------------------


class Known:
    """What is known of one subject. A slot is (fact, None) or (fact, place of an item); its value may be UNKNOWN."""

    def __init__(self, slots, names, absent):
        self.slots = slots    # slot -> value
        self.names = names    # of the items; None where nobody reported the list
        self.absent = absent  # slot -> how it is unknown: `not reported`, `?` or a claim

    def unknown(self):
        slots = [slot for slot, value in self.slots.items() if value is UNKNOWN]
        return slots + ([(LIST, None)] if self.names is None else [])

    def filled(self, slot, value):
        if slot == (LIST, None):
            slots = dict(self.slots)
            for place, (late, weight) in enumerate(value):
                slots[("late", place)], slots[("weight", place)] = late, weight
            return Known(slots, [f"item {place}" for place in range(len(value))], self.absent)
        return Known({**self.slots, slot: value}, self.names, self.absent)

    def question(self, slot):
        """A slot as a question names it."""
        return slot[0], None if slot[1] is None else self.names[slot[1]]

    def full(self):
        """For the evaluation of policies.py; nothing here may be unknown."""
        values = {fact: self.slots[(fact, None)] for fact in SUBJECT}
        items = [(name, {fact: self.slots[(fact, place)] for fact in ITEM}) for place, name in enumerate(self.names)]
        return Facts(values, items, {fact for fact in SUBJECT if self.absent.get((fact, None)) != "assumed"})

    def document(self, name, dice=None):
        lines = [f"shop: {name}", "as of: 2020-01-10"]
        history = [[], []]
        for (fact, place), value in self.slots.items():
            if fact == "lapsing" and value is not UNKNOWN:
                for entries, past in zip(history, value):
                    entries.append(f"lapsing: {scalar(past)}")
            elif place is None and self.value((fact, place), value) is not None:
                lines.append(f"{fact}: {self.value((fact, place), value)}")
        if history[0]:
            lines.append(f"history: {{2019-01-01: {{{', '.join(history[0])}}}, 2020-01-05: {{{', '.join(history[1])}}}}}")
        if self.names is not None:
            lines.append(f"things: [{', '.join(self.item(place, dice) for place in range(len(self.names)))}]")
        if dice:
            dice.shuffle(lines)
        return "\n".join(lines) + "\n"

    def item(self, place, dice):
        facts = [f"thing: {self.names[place]}"]
        for fact in ITEM:
            text = self.value((fact, place), self.slots[(fact, place)])
            facts += [f"{fact}: {text}"] if text is not None else []
        if dice:
            dice.shuffle(facts)
        return "{" + ", ".join(facts) + "}"

    def value(self, slot, value):
        if self.absent.get(slot) == "assumed":
            return None
        if value is not UNKNOWN:
            return f"{{value: {scalar(value)}, verified: yes}}" if slot[0] == "checked" else scalar(value)
        return {"not reported": None, "?": "?", "claim": "yes"}[self.absent[slot]]


def scalar(value):
    if value is None:
        return "none"
    if isinstance(value, tuple):
        return "[" + ", ".join(record.text() for record in value) + "]"
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def values_of(slot):
    return LISTS if slot == (LIST, None) else SUBJECT.get(slot[0]) or ITEM[slot[0]]


def random_facts(policy, dice):
    """Facts with some unknown, so few that all ways to fill them in can be tried."""
    names = dice.choice([None, [], ["A"], ["A", "B"]])
    slots = {(fact, None): dice.choice(SUBJECT[fact]) for fact in SUBJECT}
    slots.update({(fact, place): dice.choice(ITEM[fact]) for place in range(len(names or [])) for fact in ITEM})
    absent, fillings = {}, len(LISTS) if names is None else 1
    for slot in dice.sample(list(slots), len(slots)):
        assumed = "assume" in policy.options.get(slot[0], "") or slot[0] == "measures taken"
        if assumed and dice.random() < 0.4:
            empty = () if slot[0] == "measures taken" else policy.options[slot[0]].endswith("yes")
            slots[slot], absent[slot] = empty, "assumed"
        elif dice.random() < 0.6 and fillings * len(values_of(slot)) <= MOST_FILLINGS:
            fillings *= len(values_of(slot))
            slots[slot] = UNKNOWN
            kinds = ["?"] if assumed else ["not reported", "not reported", "?"] + (["claim"] * 3 if slot[0] == "checked" else [])
            absent[slot] = dice.choice(kinds)
    return Known(slots, names, absent)


def fillings(known, slots):
    for values in itertools.product(*(values_of(slot) for slot in slots)):
        result = known
        for slot, value in zip(slots, values):
            result = result.filled(slot, value)
        yield values, result


# ---- decisions ------------------------------------------------------------------------------------------------------


def rank(outcome, highest):
    """Outcomes in the order of their strictness. Where the amount is null, `highest` says which end has no limit."""
    measure, amount = outcome["measure"], outcome["amount"]
    ladder = MEASURES if measure in MEASURES else OTHER_MEASURES
    if amount is None:
        return ladder.index(measure), Fraction(10**9 if highest and measure == "fine" else -1)
    return ladder.index(measure), Fraction(str(amount["value"]))


class Ladder:
    """One decision of an answer."""

    def __init__(self, decision):
        self.decision = decision
        self.low, self.high = rank(decision["at_least"], False), rank(decision["at_most"], True)
        self.measure = rank(decision, False)
        self.settled = decision["settled"]
        self.questions = {(one["name"], one["item"]) for one in decision["questions"]}
        # What an order may not change.
        self.content = (self.low, self.high, self.measure, self.settled, frozenset(self.questions),
                        tuple(sorted((rank(one, False), one["item"] or "") for one in decision["reasons"])),
                        frozenset((one["rule"], one["item"]) for one in decision["open"]))


def run(pasal, folder, policy_text, documents):
    policy, facts = folder / "policy.pasal", folder / "facts.yaml"
    policy.write_text(policy_text, encoding="utf-8")
    facts.write_text("---\n".join(documents), encoding="utf-8")
    process = subprocess.run([pasal, "decide", policy, facts, "--format", "json"], capture_output=True, text=True, check=False)
    if process.returncode != 0:
        raise Failure(f"exit status {process.returncode}\n{process.stderr[:2000]}")
    answers = [json.loads(line) for line in process.stdout.splitlines()]
    if len(answers) != len(documents):
        raise Failure(f"{len(documents)} subjects, {len(answers)} answers")
    return answers


def require(holds, what, *shown):
    if not holds:
        raise Failure("\n".join([what, *map(str, shown)]))


def check_whole(policy, known, answer):
    """5: where every fact is known. An `is not reported` of an assumed fact leaves the bounds open all the same."""
    for one, (measure, amount, brought) in zip(answer["decisions"], policy.decide(known.full())):
        wanted = (measure, amount)
        given = (one["measure"], None if one["amount"] is None else Fraction(str(one["amount"]["value"])))
        require(given == wanted, f"expected {wanted}, decided {given}", known.document("x"))
        # Outside the policy the one reason names no rule.
        reasons = sorted((reason["rule"], reason["item"] or "") for reason in one["reasons"] if reason["rule"])
        require(reasons == brought, f"expected the reasons {brought}, given {reasons}", known.document("x"))


def check_bounds(known, before, fillings_of, after):
    """1, 2 and 3 for one ladder. `after` are the decisions on the fillings."""
    require(before.low <= before.measure <= before.high, "the measure lies outside its own bounds", before.decision)
    groups = collections.defaultdict(set)
    slots = known.unknown()
    for (values, filled), one in zip(fillings_of, after):
        here = ("at", filled.document("x"), one.decision, "before", before.decision)
        require(before.low <= one.low and one.high <= before.high, "a bound was too narrow", *here)
        require(not before.settled or one.content[:4] == before.content[:4], "it was settled, and changed", *here)
        asked = tuple(value for slot, value in zip(slots, values) if known.question(slot) in before.questions)
        groups[repr(asked)].add((one.low, one.high, one.measure))
    for asked, decisions in groups.items():
        require(len(decisions) == 1, f"a fact that is no question changes it: {decisions} at {asked}", before.decision)
    # Whether an assumed fact is reported may be asked for.
    unknown = {known.question(slot) for slot in slots + [slot for slot, how in known.absent.items() if how == "assumed"]}
    require(before.questions <= unknown, "a question about what is known", before.decision)
    return len(set.union(*groups.values())) > 1


def check_policy(pasal, seed, tally):
    dice = random.Random(seed)
    policy = Policy(dice)
    bases = [random_facts(policy, dice) for _ in range(4)]
    filled = [list(fillings(known, known.unknown())) for known in bases]
    documents = [known.document(f"base {index}") for index, known in enumerate(bases)]
    for index, ways in enumerate(filled):
        documents += [way.document(f"filled {index} {number}") for number, (_, way) in enumerate(ways)]
    shuffled = policy.statements()
    dice.shuffle(shuffled)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        answers = run(pasal, folder, "\n".join(policy.statements()), documents)
        other_order = run(pasal, folder, "\n".join(shuffled), [known.document(f"base {i}", dice) for i, known in enumerate(bases)])
    ladders = [[Ladder(one) for one in sorted(answer["decisions"], key=lambda one: one["ladder"])] for answer in answers]
    for index, answer in enumerate(other_order):
        again = [Ladder(one) for one in sorted(answer["decisions"], key=lambda one: one["ladder"])]
        require([one.content for one in again] == [one.content for one in ladders[index]], "the order matters", answers[index], answer)
    place = len(bases)
    for index, (known, ways) in enumerate(zip(bases, filled)):
        for number, (_, way) in enumerate(ways):
            require(not answers[place + number]["errors"], "an error", answers[place + number])
            check_whole(policy, way, answers[place + number])
        for ladder in range(policy.ladders):
            before = ladders[index][ladder]
            changes = check_bounds(known, before, ways, [one[ladder] for one in ladders[place:place + len(ways)]])
            tally["decisions"] += 1
            tally["open"] += not before.settled
            tally["open and changing"] += not before.settled and changes
        tally["fillings"] += len(ways)
        place += len(ways)


def examine(pasal, seed, keep):
    tally = collections.Counter()
    try:
        check_policy(pasal, seed, tally)
    except Failure as failure:
        text = "\n".join(Policy(random.Random(seed)).statements())
        if keep:
            (pathlib.Path(keep) / f"{seed}.pasal").write_text(text, encoding="utf-8")
        return tally, f"seed {seed}: {failure}\n\n{text}\nagain: decisions.py --pasal {pasal} --policies 1 --seed {seed}"
    return tally, None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pasal", required=True)
    parser.add_argument("--policies", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", help="a folder for the policies that failed")
    options = parser.parse_args()
    tally, failures = collections.Counter(), []
    with concurrent.futures.ProcessPoolExecutor(2) as pool:
        seeds = range(options.seed, options.seed + options.policies)
        for counted, failure in pool.map(examine, [options.pasal] * len(seeds), seeds, [options.keep] * len(seeds)):
            tally += counted
            failures += [failure] if failure else []
    print(*failures[:5], sep="\n\n")
    print(f"{options.policies} policies, {len(failures)} failed; {tally['fillings']} ways to fill in {tally['decisions']} decisions; "
          f"{tally['open']} were open, {tally['open and changing']} of them could really change")
    # Bounds may be too wide, but bounds that are always wide say nothing.
    if options.policies >= 100 and tally["open and changing"] < 0.7 * tally["open"]:
        print("too few of the open decisions could really change")
        return 1
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
