"""How much memory a process held at most."""

from __future__ import annotations

import sys
from pathlib import Path


def peak(process: int | None = None) -> int:
    """Bytes, of this process or of another, which only Linux tells.

    On Linux from /proc, since `getrusage` counts there what the process was forked from.
    """
    status = Path(f"/proc/{process or 'self'}/status")
    if status.exists():
        held = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return 1024 * int(held.split()[1])
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used if sys.platform == "darwin" else 1024 * used
