"""What many tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real evidence and published figures, read where they lie."""
    if not SHARED.is_dir():
        pytest.skip("the folder of real evidence, shared/ beside the project, is not there")
    return SHARED
