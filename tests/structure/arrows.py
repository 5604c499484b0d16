#!/usr/bin/env python3
"""Reads every #include of the tree and fails on an arrow that points the wrong way.

    arrows.py [ROOT]

Two tables below say what each folder may include. Includes of our own files are written from the root of the tree.
"""

import pathlib
import re
import sys

# What every folder may know of a text: where it is, how to say that it is wrong and what was meant, and which language it speaks.
PLACES = ("grammar/source.hpp", "grammar/diagnostic.hpp", "grammar/nearest.hpp", "grammar/keywords.hpp", "grammar/built_in_names.hpp")
EVALUATOR = ("engine/model/", *PLACES)

# Folder -> the folders (they end in /) and files that it may include besides its own. The longest folder counts.
MAY_INCLUDE = {
    "grammar/": (),
    "engine/model/": PLACES,
    "engine/check/": ("engine/model/", "grammar/"),
    "engine/facts/": EVALUATOR,
    "engine/interpret/": EVALUATOR,
    "engine/what_if/": ("engine/interpret/", *EVALUATOR),  # asks the reference evaluator
    "engine/timeline/": ("engine/interpret/", "engine/what_if/", *EVALUATOR),  # asks it again and again
    "engine/plan/": EVALUATOR,
    "engine/batch/": ("engine/plan/", *EVALUATOR),  # starts from its rows
    "engine/analysis/": EVALUATOR,
    "engine/sql/": EVALUATOR,
    "engine/explain/": EVALUATOR,
    "engine/": ("engine/", "grammar/"),  # the facade ties everything
    "repl/editor/": (),  # knows keys and lines only
    "repl/": ("engine/*.hpp", "grammar/format.hpp", *PLACES),
    "cli/": ("engine/*.hpp", "repl/", "grammar/format.hpp", *PLACES),
    "bench/": ("engine/", "grammar/"),
    "tests/": ("engine/", "grammar/", "repl/", "cli/"),
}

# Headers of a package -> the only folders that may see them.
PACKAGES = {
    r"tao/pegtl": ("grammar/",),
    r"yaml-cpp/": ("engine/facts/",),
    r"simdjson|csv\.h": ("engine/facts/",),
    r"z3|cvc5|bitwuzla": ("engine/analysis/",),
    r"date/": ("engine/model/",),
    r"spdlog/|CLI/": ("cli/",),
    r"histedit": ("repl/editor/",),
    r"doctest/": ("tests/",),
}
# The packages whose headers no header of ours may show to those who include "engine/pasal.hpp".
HIDDEN = r"tao/pegtl|yaml-cpp/|simdjson|csv\.h|date/|spdlog/|CLI/|z3|cvc5|bitwuzla"

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(["<])([^">]+)[">]', re.MULTILINE)


def read_includes(root):
    """File -> [(line, quote, included)], for every source and header of the folders above."""
    includes = {}
    folders = {folder.split("/")[0] for folder in MAY_INCLUDE}
    for folder in sorted(folders):
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in (".cpp", ".hpp", ".def", ".h", ".c") and path.is_file():
                text = path.read_text(encoding="utf-8")
                includes[path.relative_to(root).as_posix()] = [
                    (text.count("\n", 0, match.start()) + 1, match[1], match[2]) for match in INCLUDE.finditer(text)]
    return includes


def folder_of(file):
    return max((folder for folder in MAY_INCLUDE if file.startswith(folder)), key=len, default="")


def fits(included, target):
    if target.endswith("/*.hpp"):  # the headers of this very folder, not of those inside it
        return re.fullmatch(re.escape(target[:-5]) + r"[^/]+\.hpp", included) is not None
    return included == target or (target.endswith("/") and included.startswith(target))


def allowed(file, included):
    own = folder_of(file)
    return folder_of(included) == own or any(fits(included, target) for target in MAY_INCLUDE[own])


def wrong_arrows(root, includes):
    for file, lines in includes.items():
        if file.startswith("tests/install/"):
            continue  # a consumer, which includes what was installed
        for line, quote, included in lines:
            if quote == "<":
                for package, folders in PACKAGES.items():
                    if re.match(package, included) and not file.startswith((*folders, "tests/")):
                        yield f"{file}:{line}: <{included}> belongs to {', '.join(folders)} alone"
            elif not (root / included).is_file():
                yield f'{file}:{line}: "{included}" is no file of the tree (includes are written from its root)'
            elif not allowed(file, included):
                yield f'{file}:{line}: {folder_of(file)} may not include "{included}"'


def shown_packages(includes):
    """Packages that the facade's headers show through the headers they include."""
    for facade in sorted(file for file in includes if re.fullmatch(r"engine/[^/]+\.hpp", file)):
        seen, ways = set(), [[facade]]
        while ways:
            way = ways.pop()
            for _, quote, included in includes.get(way[-1], []):
                if quote == "<" and re.match(HIDDEN, included):
                    yield f"{facade} shows <{included}> to all who include it: {' -> '.join(way)}"
                elif quote == '"' and included not in seen:
                    seen.add(included)
                    ways.append([*way, included])


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parents[2])
    includes = read_includes(root)
    if not includes:
        sys.exit(f"no sources under {root}")
    problems = [*wrong_arrows(root, includes), *shown_packages(includes)]
    print(*problems, sep="\n", end="\n" if problems else "")
    print(f"{len(includes)} files read, {len(problems)} wrong includes")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
