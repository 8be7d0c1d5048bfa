"""How much memory a process held at most."""

from __future__ import annotations

import sys
from pathlib import Path


def peak() -> int:
    """Bytes. On Linux from /proc, since `getrusage` counts there what the process was forked from."""
    status = Path("/proc/self/status")
    if status.exists():
        held = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return 1024 * int(held.split()[1])
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used if sys.platform == "darwin" else 1024 * used
