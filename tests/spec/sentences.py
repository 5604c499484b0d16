#!/usr/bin/env python3
"""Asks of sentences what they are worth: true, false, unknown, or a mistake.

    sentences.py --pasal build/pasal PATH...

A PATH is a NAME.sentences file or a folder of them. A file holds groups. Each group gives a policy's declarations and one
subject's facts (asked about at noon on 4 July 2018 unless they say otherwise), then sentences with what is expected:

    === no X, by the type of X
    facts about a platform
      office: yes or no
      users: number of people
    --- facts
    office: no
    --- sentences
    yes           no office
    unknown       no users
    two-readings  not office for at least 3 days

The answer stands in the first column. `yes` and `no` are settled whatever is still unknown, `unknown` is open, `mistake` is any mistake that
`pasal check` finds, and anything else is its kind, as in `unknown-name`. A sentence goes on over lines that are indented. Lines that begin
with `#` are comments.
"""

import argparse
import dataclasses
import json
import pathlib
import subprocess
import sys
import tempfile

ANSWERS = ("yes", "no", "unknown")


@dataclasses.dataclass
class Sentence:
    line: int
    expected: str
    text: str


@dataclasses.dataclass
class Group:
    path: pathlib.Path
    title: str
    declarations: list = dataclasses.field(default_factory=list)
    facts: list = dataclasses.field(default_factory=list)
    sentences: list = dataclasses.field(default_factory=list)


def read(path):
    groups, part = [], None
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if line.startswith("=== "):
            groups.append(Group(path, line[4:]))
            part = groups[-1].declarations
        elif line == "--- facts":
            part = groups[-1].facts
        elif line == "--- sentences":
            part = groups[-1].sentences
        elif groups and part is groups[-1].sentences:
            if not line or line.startswith("#"):
                continue
            if line.startswith(" ") and part:
                part[-1].text += "\n" + line
            else:
                expected, text = line.split(None, 1)
                part.append(Sentence(number, expected, text))
        elif part is not None:
            part.append(line)
        elif line and not line.startswith("#"):
            raise SystemExit(f"{path}:{number}: a group begins with `=== ` and its title")
    return groups


class Asker:
    def __init__(self, pasal, group, folder):
        self.pasal, self.group, self.folder = pasal, group, folder
        self.indonesian = group.declarations[:1] == ["bahasa Indonesia"]
        facts = "\n".join(group.facts) + "\n"
        (folder / "facts.yaml").write_text(facts if "as of:" in facts else "as of: 2018-07-04 12:00\n" + facts, encoding="utf-8")

    def rule(self, index, text):
        """Each sentence decides on a ladder of its own."""
        measures, on, first, if_ = ("tindakan", "atas", "dari yang paling ringan", "jika") if self.indonesian else ("measures", "on", "mildest first", "if")
        return f"{measures} {on} s{index}, {first}\n  zz{index} a\n  zz{index} b\n\nzz{index} b {if_} {text}\n"

    def policy(self, sentences):
        return "\n".join(self.group.declarations) + "\n\n" + "\n".join(self.rule(index, one.text) for index, one in enumerate(sentences))

    def run(self, sentences, *arguments):
        (self.folder / "policy.pasal").write_text(self.policy(sentences), encoding="utf-8")
        return subprocess.run([self.pasal, *arguments], cwd=self.folder, capture_output=True, text=True, encoding="utf-8")

    def answers(self, sentences):
        """The truth of several sentences at once, or None where one of them is a mistake."""
        done = self.run(sentences, "decide", "policy.pasal", "facts.yaml", "--format", "json")
        if done.returncode != 0:
            return None
        decisions = json.loads(done.stdout)["decisions"]
        return ["unknown" if not decision["settled"] else "yes" if decision["measure"].endswith("b") else "no" for decision in decisions]

    def answer(self, sentence):
        found = self.answers([sentence])
        if found:
            return found[0], ""
        done = self.run([sentence], "check", "policy.pasal")
        kinds = [line.rsplit("[", 1)[1][:-1] for line in done.stderr.split("\n") if line.endswith("]") and ": error: " in line]
        return (kinds or [f"exit status {done.returncode}"])[0], done.stderr

    def failures(self):
        known = [one for one in self.group.sentences if one.expected in ANSWERS]
        found = self.answers(known)
        for sentence in self.group.sentences:
            whole = found is not None and sentence.expected in ANSWERS
            answer, said = (found[known.index(sentence)], "") if whole else self.answer(sentence)
            any_mistake = sentence.expected == "mistake" and said and not answer.startswith("exit")
            if answer != sentence.expected and not any_mistake:
                yield f"{self.group.path}:{sentence.line}: {self.group.title}: `{sentence.text}` is {answer}, not {sentence.expected}\n{said}"


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--pasal", required=True, type=lambda path: str(pathlib.Path(path).resolve()))
    arguments.add_argument("paths", nargs="+", type=pathlib.Path)
    options = arguments.parse_args()
    files = [file for path in options.paths for file in (sorted(path.rglob("*.sentences")) if path.is_dir() else [path])]
    asked, failed = 0, 0
    for group in (group for file in files for group in read(file)):
        with tempfile.TemporaryDirectory(prefix="pasal-sentences-") as folder:
            asked += len(group.sentences)
            for failure in Asker(options.pasal, group, pathlib.Path(folder)).failures():
                print(failure)
                failed += 1
    print(f"{asked - failed} sentences as expected, {failed} not")
    if not asked:
        print("no sentences were found")
    return 1 if failed or not asked else 0


if __name__ == "__main__":
    sys.exit(main())
