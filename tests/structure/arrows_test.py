#!/usr/bin/env python3
"""The include test must itself see a wrong arrow: each case is one file and the include that is, or is not, allowed."""

import pathlib
import sys
import tempfile

import arrows

TREE = [
    "grammar/source.hpp", "grammar/ast.hpp", "grammar/format.hpp", "engine/model/value.hpp", "engine/check/check.hpp",
    "engine/facts/facts.hpp", "engine/interpret/interpret.hpp", "engine/pasal.hpp", "cli/verb.hpp"]

CASES = [
    ("grammar/ast.cpp", '"grammar/source.hpp"', True),
    ("grammar/ast.cpp", '"engine/model/value.hpp"', False),
    ("grammar/ast.cpp", "<tao/pegtl.hpp>", True),
    ("engine/model/value.cpp", '"grammar/source.hpp"', True),
    ("engine/model/value.cpp", '"grammar/ast.hpp"', False),
    ("engine/check/check.cpp", '"grammar/ast.hpp"', True),
    ("engine/check/check.cpp", '"engine/facts/facts.hpp"', False),
    ("engine/check/check.cpp", "<tao/pegtl.hpp>", False),
    ("engine/facts/facts.cpp", '"engine/check/check.hpp"', False),
    ("engine/facts/facts.cpp", "<yaml-cpp/yaml.h>", True),
    ("engine/interpret/interpret.cpp", '"engine/model/value.hpp"', True),
    ("engine/interpret/interpret.cpp", '"grammar/ast.hpp"', False),
    ("engine/interpret/interpret.cpp", '"engine/pasal.hpp"', False),
    ("engine/pasal.cpp", '"engine/interpret/interpret.hpp"', True),
    ("engine/pasal.cpp", "<yaml-cpp/yaml.h>", False),
    ("cli/main.cpp", '"engine/pasal.hpp"', True),
    ("cli/main.cpp", '"grammar/format.hpp"', True),
    ("cli/main.cpp", '"cli/verb.hpp"', True),
    ("cli/main.cpp", '"grammar/ast.hpp"', False),
    ("cli/main.cpp", '"engine/model/value.hpp"', False),
    ("cli/main.cpp", '"verb.hpp"', False),
    ("tests/unit/value.cpp", '"engine/model/value.hpp"', True),
]


def problems_of(files):
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for name in [*TREE, *files]:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(files.get(name, ""))
        includes = arrows.read_includes(root)
        return [*arrows.wrong_arrows(root, includes), *arrows.shown_packages(includes)]


def main():
    failed = 0
    for file, include, fits in CASES:
        if (not problems_of({file: f"#include {include}\n"})) != fits:
            print(f"{file} with {include}: {'is refused' if fits else 'is let through'}")
            failed += 1
    # What the facade includes is shown to all who include the facade.
    shown = {"engine/pasal.hpp": '#include "grammar/ast.hpp"\n', "grammar/ast.hpp": "#include <tao/pegtl.hpp>\n"}
    if not problems_of(shown):
        print("a package shown through the facade is let through")
        failed += 1
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
