"""`python -m benchmarks [NAME...] [--json]`: measure, and say which goals hold."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict

from benchmarks.agreement import AGREEMENT
from benchmarks.evidence import EVIDENCE
from benchmarks.formats import FORMATS
from benchmarks.harness import Benchmark, measure
from benchmarks.reviewing import REVIEWING
from benchmarks.scale import SCALE
from benchmarks.screens import SCREENS
from benchmarks.startup import STARTUP
from benchmarks.storing import STORING
from benchmarks.summaries import SUMMARIES
from benchmarks.team import TEAM
from benchmarks.workbooks import WORKBOOKS

ALL: tuple[Benchmark, ...] = (
    *STARTUP, *EVIDENCE, *FORMATS, *STORING, *SCREENS, *REVIEWING, *AGREEMENT, *SCALE, *SUMMARIES, *WORKBOOKS,
    *TEAM,
)  # fmt: skip
SHOWN = {"ms": 1e3, "MB": 1e-6}
"""Units, and how many make a second or a byte."""


def main() -> int:
    names = [benchmark.name for benchmark in ALL]
    options = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    options.add_argument("names", nargs="*", metavar="NAME", help=f"of: {', '.join(names)} (all)")
    options.add_argument("--json", action="store_true", help="one JSON object a line")
    chosen = options.parse_args()
    if unknown := set(chosen.names) - set(names):
        options.error(f"there is no benchmark {', '.join(sorted(unknown))}; there are {', '.join(names)}")
    missed = 0
    for benchmark in ALL:
        if chosen.names and benchmark.name not in chosen.names:
            continue
        result = measure(benchmark)
        missed += not result.held
        if chosen.json:
            print(json.dumps(asdict(result)), flush=True)
        else:
            sign = "holds" if result.held else "MISSED"
            ours, baseline = (
                f"{value * SHOWN[result.unit]:.2f} {result.unit}" for value in (result.ours, result.baseline)
            )
            print(
                f"{result.name:<17} {result.ratio:8.2f} (goal {result.goal:g}, {sign})   "
                f"ours {ours}, baseline {baseline}   {result.what}",
                flush=True,
            )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
