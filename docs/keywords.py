#!/usr/bin/env python3
"""Holds the keyword table of the language reference equal to grammar/keywords.def.

    keywords.py            writes the table into docs/language.md
    keywords.py --check    changes nothing; fails when the table is not what the grammar has
"""

import argparse
import pathlib
import re
import sys

PROJECT = pathlib.Path(__file__).resolve().parents[1]
KEYWORDS = PROJECT / "grammar" / "keywords.def"
PAGE = PROJECT / "docs" / "language.md"
BEGIN, END = "<!-- keywords: written by docs/keywords.py -->", "<!-- end of keywords -->"
ROW = re.compile(r'^KEYWORD\((\w+), "([^"]*)", "([^"]*)", (\w+)\)', re.MULTILINE)
ROLES = {
    "head": "Words that begin a statement",
    "clause": "Words that begin a clause, or stand between its parts",
    "type": "Words of declarations",
    "value": "Words that stand where a value may stand",
    "operator": "Words that may follow a value",
}


def cell(spellings):
    return ", ".join(f"`{spelling}`" for spelling in spellings.split("|"))


def table(rows):
    lines = []
    for role, title in ROLES.items():
        lines += ["", f"### {title}", "", "| English | Indonesian |", "|---|---|"]
        # Two keywords may have the same words in both languages: their place tells them apart, one row shows them.
        lines += dict.fromkeys(f"| {cell(english)} | {cell(indonesian)} |"
                               for _, english, indonesian, found in rows if found == role)
    return "\n".join(lines) + "\n\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="change nothing; fail when the table is not up to date")
    arguments = parser.parse_args()

    definition = KEYWORDS.read_text(encoding="utf-8")
    rows = ROW.findall(definition)
    if len(rows) != len(re.findall(r"^KEYWORD\(", definition, re.MULTILINE)) or not {row[3] for row in rows} <= set(ROLES):
        sys.exit("keywords.py: grammar/keywords.def has a row that this script cannot read")
    page = PAGE.read_text(encoding="utf-8")
    before, begin, rest = page.partition(BEGIN + "\n")
    _, end, after = rest.partition(END)
    if not begin or not end:
        sys.exit("keywords.py: docs/language.md has no place for the table")
    wanted = before + begin + table(rows) + end + after
    if wanted == page:
        return 0
    if arguments.check:
        sys.exit("keywords.py: the keyword table of docs/language.md is not that of grammar/keywords.def; "
                 "run docs/keywords.py")
    PAGE.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
