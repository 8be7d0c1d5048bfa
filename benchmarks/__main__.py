"""`python -m benchmarks [NAME...] [--json]`: measure, and say which goals hold."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict

from benchmarks.evidence import EVIDENCE
from benchmarks.harness import Benchmark, measure
from benchmarks.screens import SCREENS
from benchmarks.startup import STARTUP
from benchmarks.storing import STORING

ALL: tuple[Benchmark, ...] = (*STARTUP, *EVIDENCE, *STORING, *SCREENS)


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
            print(
                f"{result.name:<14} {result.ratio:8.2f} (goal {result.goal:g}, {sign})   "
                f"ours {result.ours * 1000:.2f} ms, baseline {result.baseline * 1000:.2f} ms   {result.what}",
                flush=True,
            )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
