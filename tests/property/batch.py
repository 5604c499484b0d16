#!/usr/bin/env python3
"""Holds `pasal batch` to `pasal decide`: random small policies, and the same facts as documents, as lines and as cells.

    batch.py --pasal build/pasal [--policies 40] [--seed 1]

  1. a stream of documents, explained, is answered as `pasal decide --format json` answers it, to the letter;
  2. without reasons it is the same decision, and its reasons are the same rules;
  3. the same facts as NDJSON and as CSV are the same decisions;
  4. however many threads there are, what is printed is the same, rows that are wrong included.

A failure prints the policy, the facts and how to run it again.
"""

import argparse
import concurrent.futures
import csv
import datetime
import io
import json
import pathlib
import random
import subprocess
import sys
import tempfile

from conditions import SUBJECT
from decisions import UNKNOWN, Failure, Known, random_facts, scalar
from policies import Policy

SUBJECTS = 40  # of one policy
THREADS = ["1", "2", "7"]


def run(pasal, folder, *arguments, wanted=0):
    done = subprocess.run([pasal, *arguments], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != wanted:
        raise Failure(f"{' '.join(arguments)}: exit status {done.returncode}\n{done.stderr[:2000]}")
    return done.stdout


def require_same(what, wanted, given, *shown):
    if wanted != given:
        raise Failure("\n".join([f"{what}:", f"wanted {wanted}", f"given  {given}", *map(str, shown)]))


def brief(answer):
    """What a decision is without its explanation."""
    keys = ("ladder", "measure", "amount", "settled", "at_least", "at_most")
    decisions = []
    for one in answer["decisions"]:
        reasons = [(reason["rule"], reason["item"], reason.get("step")) for reason in one["reasons"]]
        decisions.append(({key: one[key] for key in keys}, reasons))
    return answer["subject"], answer["as_of"], decisions


def as_cells(answer):
    """The same as the cells of a row of CSV, by what each column holds."""
    cells = [answer["subject"], answer["as_of"]]
    has_amounts = {"measures": True}
    for one in answer["decisions"]:
        for outcome, open_end in ((one, ""), (one["at_least"], ""), (one["at_most"], "no limit")):
            cells.append(outcome["measure"])
            if has_amounts.get(one["ladder"]):
                amount = outcome["amount"]
                missing = open_end if outcome["measure"] == "fine" else ""
                cells.append(missing if amount is None else str(amount["value"]))
        cells.append("yes" if one["settled"] else "no")
        names = [reason["rule"] + (f" ({reason['item']})" if reason["item"] else "") if reason["rule"] else reason["because"]
                 for reason in one["reasons"]]
        cells.append("; ".join(names))
    return cells + [""]


# ---- facts that fit into cells ---------------------------------------------------------------------------------------


def fitting(known):
    """The facts of the subject that are single values, and whether there are items: nothing with a date or a proof."""
    slots = {slot: value for slot, value in known.slots.items()
             if slot[1] is None and slot[0] not in ("lapsing", "measures taken", "checked")}
    return Known(slots, None if known.names is None else [], known.absent)


def cell(known, fact):
    if fact == "things":
        return "" if known.names is None else "none"
    slot = (fact, None)
    text = known.value(slot, known.slots[slot])
    return "" if text is None else text


def rows_of(knowns):
    facts = [fact for fact in SUBJECT if (fact, None) in knowns[0].slots]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["shop", "as of", *facts, "things"])
    for index, known in enumerate(knowns):
        writer.writerow([f"shop {index}", "2020-01-10", *(cell(known, fact) for fact in [*facts, "things"])])
    return text.getvalue()


def json_value(value):
    if isinstance(value, (bool, int)):
        return value
    return value.isoformat() if isinstance(value, datetime.date) else scalar(value)


def lines_of(knowns):
    lines = []
    for index, known in enumerate(knowns):
        line = {"shop": f"shop {index}", "as of": "2020-01-10"}
        for (fact, _), value in known.slots.items():
            text = known.value((fact, None), value)
            if text is not None:
                line[fact] = text if value is UNKNOWN else json_value(value)
        if known.names is not None:
            line["things"] = []
        lines.append(json.dumps(line))
    return "\n".join(lines) + "\n"


# ---- what must hold --------------------------------------------------------------------------------------------------


def check_documents(pasal, folder, knowns):
    (folder / "facts.yaml").write_text("---\n".join(known.document(f"shop {index}") for index, known in enumerate(knowns)))
    decided = run(pasal, folder, "decide", "p.pasal", "facts.yaml", "--format", "json").splitlines()
    explained = run(pasal, folder, "batch", "p.pasal", "facts.yaml", "--to", "ndjson", "--explain").splitlines()
    shortly = run(pasal, folder, "batch", "p.pasal", "facts.yaml", "--to", "ndjson").splitlines()
    require_same("how many", (len(knowns),) * 3, (len(decided), len(explained), len(shortly)))
    for index, known in enumerate(knowns):
        require_same("explained", decided[index], explained[index], known.document("x"))
        require_same("in brief", brief(json.loads(decided[index])), brief(json.loads(shortly[index])), known.document("x"))


def check_rows(pasal, folder, knowns):
    (folder / "facts.yaml").write_text("---\n".join(known.document(f"shop {index}") for index, known in enumerate(knowns)))
    (folder / "rows.csv").write_text(rows_of(knowns))
    (folder / "rows.ndjson").write_text(lines_of(knowns))
    decided = [json.loads(line) for line in run(pasal, folder, "decide", "p.pasal", "facts.yaml", "--format", "json").splitlines()]
    lines = run(pasal, folder, "batch", "p.pasal", "rows.ndjson").splitlines()
    cells = list(csv.reader(io.StringIO(run(pasal, folder, "batch", "p.pasal", "rows.csv"))))[1:]
    require_same("how many", (len(knowns),) * 3, (len(decided), len(lines), len(cells)))
    for index, known in enumerate(knowns):
        require_same("a line", brief(decided[index]), brief(json.loads(lines[index])), known.document("x"))
        require_same("a row", as_cells(decided[index]), cells[index], known.document("x"))


def check_policy(pasal, seed):
    dice = random.Random(seed)
    policy = Policy(dice)
    knowns = [random_facts(policy, dice) for _ in range(SUBJECTS)]
    with tempfile.TemporaryDirectory(prefix="pasal-batch-") as name:
        folder = pathlib.Path(name)
        text = "\n".join(policy.statements())
        (folder / "p.pasal").write_text(text)
        try:
            check_documents(pasal, folder, knowns)
            check_rows(pasal, folder, [fitting(known) for known in knowns])
        except Failure as failure:
            return f"seed {seed}: {failure}\n\n{text}\nagain: batch.py --pasal {pasal} --policies 1 --seed {seed}"
    return None


def check_threads(pasal):
    """Many blocks, of rows that take long and rows that do not, and some that are wrong."""
    dice = random.Random(1)
    policy = "\n".join(["facts about a shop", "  items: number of items", "  late: yes or no", ""] +
                       [f'rule "R{i}"\n  warn if items > {i} and late' for i in range(20)] + ['rule "B"', "  block if items > 90"])
    rows = [f"shop {i},{dice.choice(['', '?', 'x', dice.randint(0, 99)])},{dice.choice(['yes', 'no', '?', 'maybe', ''])}"
            for i in range(6000)]
    with tempfile.TemporaryDirectory(prefix="pasal-batch-") as name:
        folder = pathlib.Path(name)
        (folder / "p.pasal").write_text(policy)
        (folder / "rows.csv").write_text("shop,items,late\n" + "\n".join(rows) + "\n")
        printed = []
        for threads in THREADS:
            command = [pasal, "batch", "p.pasal", "rows.csv", "--as-of", "2020-01-01", "--threads", threads]
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
            printed.append((done.returncode, done.stdout, done.stderr))
    if printed[0][0] != 1 or printed[0][1].count("\n") != len(rows) + 1:
        return f"status {printed[0][0]}, {printed[0][1].count(chr(10))} lines: {printed[0][2][-500:]}"
    different = [threads for threads, one in zip(THREADS, printed) if one != printed[0]]
    return f"with {', '.join(different)} threads something else is printed" if different else None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pasal", required=True)
    parser.add_argument("--policies", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    pasal = str(pathlib.Path(options.pasal).resolve())
    with concurrent.futures.ProcessPoolExecutor(2) as pool:
        seeds = range(options.seed, options.seed + options.policies)
        failures = [failure for failure in pool.map(check_policy, [pasal] * len(seeds), seeds) if failure]
    threads = check_threads(pasal)
    failures += [threads] if threads else []
    print(*failures[:5], sep="\n\n")
    print(f"{options.policies} policies with {SUBJECTS} subjects each, {len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
