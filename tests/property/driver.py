"""What the property tests share that run a driver (driver.hpp) over generated cases.

A case has a `policy`, `facts` and perhaps a `window`, which are made of its seed alone. Several cases go to one run of the
driver, which answers with what did not agree and with how much was compared.
"""

import argparse
import collections
import concurrent.futures
import pathlib
import subprocess

END_OF_FAILURE = "\x1e"


class Driver:
    """`script`: the test, to be named in what it prints. `case_of`: a case by its seed. `at_once`: cases of one run."""

    def __init__(self, script, doc, case_of, at_once, arguments=()):
        self.script, self.doc, self.case_of, self.at_once, self.arguments = script, doc, case_of, at_once, arguments

    def ask(self, command, seeds):
        """Runs the driver over some cases: the counts, and what failed."""
        cases = {seed: self.case_of(seed) for seed in seeds}
        text = "".join(f"{case.policy}\n=== facts {seed} {getattr(case, 'window', '')}".rstrip() + f"\n{case.facts}\n=== end\n" for seed, case in cases.items())
        process = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
        counts, failures = collections.Counter(), []
        for block in process.stdout.split(END_OF_FAILURE):
            if block.startswith("seed "):
                failures.append(block)
                continue
            for line in block.splitlines():
                _, count, what = line.split(" ", 2)
                counts[what] += int(count)
        if process.returncode != 0 or counts["cases"] + sum("cannot be read" in one for one in failures) != len(seeds):
            failures.append(f"seeds {seeds[0]} to {seeds[-1]}: exit status {process.returncode}\n{process.stderr[-3000:]}")
        return counts, failures

    def show(self, failure, keep):
        """A failure with its policy and facts, which are kept where a folder is given."""
        number = failure.split()[1].rstrip(":")
        if not number.lstrip("-").isdigit():
            return failure
        case = self.case_of(int(number))
        if keep:
            (pathlib.Path(keep) / f"{number}.pasal").write_text(case.policy + "\n", encoding="utf-8")
            (pathlib.Path(keep) / f"{number}.yaml").write_text(case.facts + "\n", encoding="utf-8")
        window = f"\n\nwindow {case.window}" if hasattr(case, "window") else ""
        return f"{failure}\n\n{case.policy}\n\n{case.facts}{window}\n\nagain: {self.script} --driver … --cases 1 --seed {number}"

    def main(self, cases, lacks, always=()):
        """The exit status. `always`: seeds beside those asked for, from the first on. `lacks(counts, cases)`: what was compared too little."""
        parser = argparse.ArgumentParser(description=self.doc, formatter_class=argparse.RawDescriptionHelpFormatter)
        parser.add_argument("--driver", required=True)
        parser.add_argument("--cases", type=int, default=cases)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--keep", help="a folder for the policies and facts that failed")
        parser.add_argument("--brief", action="store_true", help="print what differs, without the policies")
        options = parser.parse_args()
        seeds = (list(always) if options.seed == 1 else []) + list(range(options.seed, options.seed + options.cases))
        runs = [seeds[begin:begin + self.at_once] for begin in range(0, len(seeds), self.at_once)]
        counts, failures = collections.Counter(), []
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            for counted, failed in pool.map(lambda run: self.ask([options.driver, *self.arguments], run), runs):
                counts += counted
                failures += failed
        print(*[one if options.brief else self.show(one, options.keep) for one in failures[:200 if options.brief else 3]], sep="\n\n")
        print(f"{len(failures)} failures; " + ", ".join(f"{count} {what}" for what, count in sorted(counts.items())))
        # A test that compares nothing holds everything.
        if problem := lacks(counts, options.cases):
            print(problem)
        return 1 if failures or problem else 0
