"""`python -m tests`: lint, types, import contracts, tests; stops at the first that fails.

What is given after it goes to pytest.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).parents[1]
CHECKS = (
    ("lint", [sys.executable, "-m", "ruff", "check", "."]),
    ("format", [sys.executable, "-m", "ruff", "format", "--check", "."]),
    ("types", [sys.executable, "-m", "mypy"]),
    ("contracts", [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"]),
    ("tests", [sys.executable, "-m", "pytest", "-q", "-n", str(min(4, os.cpu_count() or 1)), *sys.argv[1:]]),
)


def main() -> int:
    for name, command in CHECKS:
        print(f"== {name}", flush=True)
        if status := subprocess.run(command, cwd=TOP, check=False).returncode:
            print(f"== {name} failed", flush=True)
            return status
    return 0


if __name__ == "__main__":
    sys.exit(main())
