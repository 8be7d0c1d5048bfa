"""What many tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from coder.inquiry.who import prefer, preferences_path

SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real evidence and published figures, read where they lie."""
    if not SHARED.is_dir():
        pytest.skip("the folder of real evidence, shared/ beside the project, is not there")
    return SHARED


@pytest.fixture(scope="session", autouse=True)
def no_preferences(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What whoever runs the tests chose for themselves stands aside; the tour counts as seen."""
    folder = tmp_path_factory.mktemp("preferences")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CODER_CONFIG", str(folder))
        patch.delenv("CODER_AS", raising=False)
        prefer(tour="seen")
        yield


@pytest.fixture(autouse=True)
def nothing_stays_preferred() -> Iterator[None]:
    """What one test chose is no other's choice."""
    yield
    preferences_path().write_text('{"tour": "seen"}', encoding="utf-8")
