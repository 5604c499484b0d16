"""Checks that of two hundred misspelt names the right one is offered first.

    misspelt-names.py PASAL [--all]

Each line of misspelt-names/sentences.txt names a vocabulary (a policy of that folder), a sentence with a misspelt name, and
the name that is meant. The sentence is added to its vocabulary, and the first error on its line must offer that name
in the first place. The others are printed with what was said of them; --all prints every sentence. At least 160 of the
200 must be right.
"""
import argparse
import collections
import json
import pathlib
import re
import subprocess
import sys
import tempfile

FOLDER = pathlib.Path(__file__).resolve().parent / "misspelt-names"
SENTENCES = 200
NEEDED = 160


def sentences():
    """The sentences and the names that are meant, by their vocabulary."""
    by_vocabulary = collections.defaultdict(list)
    for line in (FOLDER / "sentences.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            vocabulary, sentence, meant = (part.strip() for part in line.split(" | "))
            by_vocabulary[vocabulary].append((sentence, meant))
    return by_vocabulary


def first_errors(pasal, vocabulary, added):
    """The first error of each added sentence, or None where there is none."""
    text = (FOLDER / f"{vocabulary}.pasal").read_text(encoding="utf-8").rstrip("\n")
    first_line = text.count("\n") + 3  # below an empty line
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "policy.pasal"
        path.write_text(text + "\n\n" + "\n".join(added) + "\n", encoding="utf-8")
        run = subprocess.run([pasal, "check", "--format", "json", path], capture_output=True, text=True, encoding="utf-8", timeout=60)
    by_line = {}
    for one in json.loads(run.stdout or run.stderr):
        if one["severity"] == "error":
            by_line.setdefault(one["line"], one)
    elsewhere = [one["message"] for line, one in by_line.items() if line < first_line]
    if elsewhere:
        raise SystemExit(f"the vocabulary {vocabulary} has errors of its own: {elsewhere}")
    return [by_line.get(first_line + index) for index in range(len(added))]


def same(one, other):
    return re.sub(r"[-_ ]+", " ", one).casefold() == re.sub(r"[-_ ]+", " ", other).casefold()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pasal", type=pathlib.Path)
    parser.add_argument("--all", action="store_true", help="print every sentence")
    options = parser.parse_args()
    pasal = options.pasal.resolve()
    total = right = 0
    for vocabulary, cases in sentences().items():
        for (sentence, meant), error in zip(cases, first_errors(pasal, vocabulary, [case[0] for case in cases])):
            good = error is not None and same(error.get("fix") or "", meant)
            total += 1
            right += good
            if options.all or not good:
                said = f"{error['message']} [{error['name']}]" if error else "no error"
                print(f"{'right' if good else 'wrong'}: {vocabulary}: {sentence}: {meant}\n  {said}")
    print(f"misspelt-names: of {total} names the right one is offered first for {right} ({NEEDED} of {SENTENCES} needed)")
    return 1 if total != SENTENCES or right < NEEDED else 0


if __name__ == "__main__":
    sys.exit(main())
