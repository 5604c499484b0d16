#!/usr/bin/env python3
"""Holds what `pasal schema` writes against `pasal decide`.

The JSON Schema must accept the facts files that decide accepts, and refuse those that it refuses. The facts file to fill
in must be accepted as it is, and filled in.

Usage: compare.py PASAL. It needs the validator of Debian's python3-jsonschema.

Every case below says by itself whether it is right, so that two mistakes that agree do not pass for none.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

try:
    from jsonschema import Draft202012Validator
except ImportError:
    sys.exit("compare.py: no module jsonschema; install Debian's python3-jsonschema")

FOLDER = pathlib.Path(__file__).resolve().parent

# One subject each, but for lists.
GOOD = r"""
{}
[]
[{}, null, {"platform": "B"}]
{"platform": "Tik Tok", "as of": "2018-07-04"}
{"platform": 12, "as_of": "2018-07-04 16:00"}
{"As-Of": null}
{"platform": null, "as of": "2018-07-04T09:00:00.000Z"}
{"local office": true}
{"local office": "No", "users": 5}
{"Local_Office": false}
{"LOCAL-OFFICE": null}
{" local  office ": "true"}
{"local office": "?"}
{"local office": {"value": true, "source": "letter", "observed": "2018-07-03", "verified": "yes"}}
{"local office": {"value": null, "source": null, "observed": null, "verified": null}}
{"local office": {"value": "?", "Observed": "2018-07-03 16:00"}}
{"negative-content backlog": 0}
{"negative_content_backlog": 5200}
{"negative.content.backlog": 5200}
{"negative": {"content": {"backlog": 1}}}
{"negative": {"content backlog": 1}}
{"negative content": {"backlog": 1}}
{"negative content": {"value": true, "backlog": 1, "source": "x"}}
{"negative": {"content": {"backlog": {"value": 1, "source": "x"}}}, "negative content": true}
{"negative": null, "negative content": null}
{"users": 1000}
{"users": "1000"}
{"users": "20 people"}
{"users": "0.9 thousand people"}
{"users": 1e3}
{"rating": -0.5}
{"rating": "-.5e1"}
{"rating": "1.5000"}
{"rating": "0.125"}
{"rating": "5 million"}
{"share of ads": "50%"}
{"share of ads": "12.5 percent"}
{"share of ads": "-1e1 %"}
{"turnover": 5}
{"turnover": "5 IDR"}
{"turnover": "idr 5 million"}
{"turnover": "2.5 million IDR"}
{"financials": {"turnover": 5, "fees": "7 USD"}}
{"financials.turnover": 5, "Financials": {"Fees": {"value": 1}}}
{"financials": null}
{"fees paid": 3}
{"owner": "none"}
{"owner": 12}
{"owner": true}
{"owner": ""}
{"owner's address": "none"}
{"owner’s address": "Jakarta"}
{"kind": "shop"}
{"kind": "Social-Network"}
{"kind": "?"}
{"registered": "2018-07-03"}
{"registered": "2016-02-29"}
{"registered": "2000-02-29"}
{"registered": " None "}
{"last order": "2018-07-03 16:00"}
{"last order": "2018-07-03T16:00:00+07:00"}
{"last order": "2018-07-03T16:00:59.999Z"}
{"last order": "2018-07-03T16:00-0330"}
{"last order": "2018-07-03 16:00:00 +07"}
{"time taken": 3}
{"time taken": "3"}
{"time taken": "90 minutes"}
{"grace": 5}
{"grace": "5 working days"}
{"wait": "3 months"}
{"wait": "2 weeks"}
{"wait": "none"}
{"moderators": {"value": 20, "verified": true}}
{"languages": ["id", 12, true]}
{"languages": []}
{"languages": "none"}
{"languages": "?"}
{"languages": {"value": ["id"], "source": "x"}}
{"complaints": []}
{"complaints": "none"}
{"complaints": [{}, {"complaint": "A-17", "category": "Hoax", "answered": "none"}]}
{"complaints": [{"votes": [{"for": true}, {"vote": 3}]}]}
{"complaints": {"value": [{"category": "hoax"}], "source": "register"}}
{"complaints": [{"category": {"value": "hoax", "verified": true}}]}
{"history": null}
{"history": {"2018-07-01": {"users": 5}, "2018-07-02 16:00": null}}
{"History": {"2018-07-01": {"negative": {"content": {"backlog": 1}}, "languages": ["id"]}}}
{"measures taken": "none"}
{"measures taken": [{"measure": "block", "from": "2018-07-03"}]}
{"measures_taken": [{"measure": "Throttle-By", "from": "2018-07-03 16:00", "amount": "50%", "until": "none"}]}
{"measures taken": [{"amount": "10 million TRY", "measure": "fine", "from": "2018-07-03", "until": "2018-07-04"}]}
{"measures taken": [{"measure": "fine", "from": "2018-07-03", "amount": "?", "under": "Rule 1", "about": 7}]}
{"measures taken": [{"measure": "block", "from": "2018-07-03", "amount": "none"}]}
"""

BAD = r"""
12
"no office"
[12]
[[{}]]
{"local ofice": true}
{"local office": "on"}
{"local office": 1}
{"local office": "none"}
{"local office": [true]}
{"local office": {"source": "letter"}}
{"local office": {"value": true, "sauce": "letter"}}
{"local office": {"value": true, "verified": "perhaps"}}
{"local office": {"value": true, "observed": "yesterday"}}
{"local office": {"value": true, "source": ["letter"]}}
{"local office": {"value": {"value": true}}}
{"platform": ["A"]}
{"as of": "soon"}
{"as of": "2018-02-30"}
{"as of": 20180704}
{"negative-content backlog": -1}
{"negative": 5}
{"negative": {"contents": 1}}
{"negative": {"content": {"backlogs": 1}}}
{"negative content": {"backlog": 1, "source": "x"}}
{"users": 1001}
{"users": -1}
{"users": true}
{"users": "twenty"}
{"users": "1.500"}
{"users": "5,200"}
{"users": "1_000"}
{"users": "0x10"}
{"users": "20 items"}
{"users": "5%"}
{"users": "none"}
{"rating": "3 points"}
{"rating": "1/3"}
{"rating": "1.2.3"}
{"rating": ""}
{"share of ads": 50}
{"share of ads": 0.5}
{"share of ads": "50"}
{"turnover": "5 USD"}
{"turnover": "IDR 5 IDR"}
{"turnover": "Rp 5"}
{"financials": {"turnovers": 5}}
{"financials": 5}
{"owner": ["PT Contoh"]}
{"owner": {"name": "PT Contoh"}}
{"kind": "shops"}
{"kind": 1}
{"registered": "2018-7-3"}
{"registered": "2018-02-29"}
{"registered": "1900-02-29"}
{"registered": "0000-01-01"}
{"registered": "2018-04-31"}
{"registered": "2018-07-03 16:00"}
{"registered": 2018}
{"last order": "2018-07-03"}
{"last order": "2018-07-03 24:00"}
{"last order": "2018-07-03 16:60"}
{"last order": "none"}
{"last order": 1530608400}
{"time taken": "1 day"}
{"time taken": "3h"}
{"grace": "5 days"}
{"wait": 3}
{"wait": "3"}
{"languages": "id"}
{"languages": [null]}
{"languages": [["id"]]}
{"complaints": [null]}
{"complaints": ["A-17"]}
{"complaints": {"category": "hoax"}}
{"complaints": [{"categry": "hoax"}]}
{"complaints": [{"votes": [{"for": "perhaps"}]}]}
{"history": {"yesterday": {"users": 5}}}
{"history": {"2018-07-01": 5}}
{"history": {"2018-07-01": {"complaints": []}}}
{"history": {"2018-07-01": {"platform": "A"}}}
{"history": [{"2018-07-01": {}}]}
{"measures taken": [{"measure": "blok", "from": "2018-07-03"}]}
{"measures taken": [{"measure": "block"}]}
{"measures taken": [{"from": "2018-07-03"}]}
{"measures taken": [{"measure": "block", "from": null}]}
{"measures taken": [{"measure": "block", "from": "?"}]}
{"measures taken": [{"measure": "?", "from": "2018-07-03"}]}
{"measures taken": [{"measure": "block", "from": "2018-07-03", "amount": 5}]}
{"measures taken": [{"measure": "fine", "from": "2018-07-03", "amount": "5 USD"}]}
{"measures taken": [{"measure": "fine", "from": "2018-07-03", "amount": "50%"}]}
{"measures taken": [{"measure": "throttle by", "from": "2018-07-03", "amount": 50}]}
{"measures taken": [{"measure": "block", "form": "2018-07-03"}]}
"""

# The words that a schema can ask for are `value`, `measure` and `from` as they are written here.
NARROWER_THAN_DECIDE = r"""
{"local office": {"Value": true}}
{"measures taken": [{"Measure": "block", "from": "2018-07-03"}]}
"""

# What a schema cannot see: it accepts these, and `pasal decide` refuses them.
BEYOND_THE_SCHEMA = r"""
{"users": "1001"}
{"share of ads": "50.1%"}
{"time taken": "0.01 hours"}
{"rating": 1e400}
{"users": 1, "Users": 1}
{"turnover": 5, "financials": {"turnover": 6}}
{"negative content": {"backlog": 1}, "negative-content backlog": 1}
"""


# What is filled in, by the words with which the template's comment begins.
FILLED_IN = [
    ("yes or no", "yes"), ("number", "5"), ("percent", "10%"), ("money", "5"), ("text", "some text"), ("date and time", "2018-07-03 16:00"),
    ("date", "2018-07-03"), ("duration in", "3"), ("duration", "3 days"), ("list of text", "[some, text]"), ("the moment", "2018-07-04"),
    ("the name", "Tik Tok"), ("its name", "A-17"), ("of the measure", "none"), ("the rule", "a rule"), ("the item", "A-17")]


def filled_in(template):
    """Every key with a value, and the samples of items no longer comments."""
    head, body = template.split("\n\n", 1)
    lines, filled = [], 0
    for line in body.splitlines():
        line = line[1:] if line.startswith("#") else line
        key, _, comment = line.partition(" # ")
        value = next((value for words, value in FILLED_IN if comment.startswith(words)), "")
        if comment.startswith("one of "):
            value = comment.removeprefix("one of ").split(",")[0]
        is_list = comment.startswith("list of ") and not value
        if comment and not value and not is_list:
            sys.exit(f"compare.py: nothing to fill in for: {line}")
        filled += bool(value)
        lines.append(f"{key.rstrip()} {value}")
    return head + "\n\n" + "\n".join(lines) + "\n", filled


def check_template(pasal, folder, wrong):
    template = subprocess.run([pasal, "schema", FOLDER / "schema.pasal"], capture_output=True, text=True, check=True).stdout
    full, filled = filled_in(template)
    if filled < 30:
        wrong.append(f"only {filled} values were filled in:\n{full}")
    for text in (template, full):
        accepted, message = pasal_accepts(pasal, text, folder)
        if not accepted:
            wrong.append(f"decide refuses the facts to fill in:\n{text}\n{message}")
    return 2


def pasal_accepts(pasal, text, folder):
    facts = folder / "facts.json"
    facts.write_text(text, encoding="utf-8")
    command = [pasal, "decide", FOLDER / "schema.pasal", facts, "--as-of", "2018-07-04"]
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode not in (0, 1):
        sys.exit(f"status {run.returncode}: {text}\n{run.stderr}")
    return run.returncode == 0, run.stderr


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    pasal = sys.argv[1]
    command = [pasal, "schema", FOLDER / "schema.pasal", "--format", "json"]
    schema = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    wrong = []
    with tempfile.TemporaryDirectory(prefix="pasal-schema-") as folder:
        passed = check_template(pasal, pathlib.Path(folder), wrong) - len(wrong)
        for cases, by_pasal, by_schema in ((GOOD, True, True), (BAD, False, False), (BEYOND_THE_SCHEMA, False, True),
                                           (NARROWER_THAN_DECIDE, True, False)):
            for text in cases.strip().splitlines():
                accepted, message = pasal_accepts(pasal, text, pathlib.Path(folder))
                errors = [error.message for error in validator.iter_errors(json.loads(text))]
                if accepted == by_pasal and (not errors) == by_schema:
                    passed += 1
                    continue
                said = lambda accepts: "accepts" if accepts else "refuses"
                wrong.append(f"{text}\n  decide {said(accepted)} it, the schema {said(not errors)} it; "
                             f"expected: {said(by_pasal)} and {said(by_schema)}\n  {message.splitlines()[:1]} {errors[:1]}")
    print(*wrong, sep="\n")
    print(f"{passed} passed, {len(wrong)} failed")
    sys.exit(1 if wrong or not passed else 0)


main()
