"""What many tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from coder.inquiry.who import prefer, preferences_path
from tests import on_postgres, postgres_support

SHARED = Path(__file__).parents[2] / "shared"


ON_BOTH = {
    f"tests.test_{name}"
    for name in (
        "adjudication", "agreeing", "agreement_report", "assigning", "bulk", "coding_sheet",
        "correcting", "filters", "framework", "import_codes", "memos", "quotes", "quoting", "reimport",
        "reviewing", "revising", "searching", "stepping", "store", "summary", "travelling",
        "two_at_work", "withdraw",
        "witnesses", "workbook_figures",
    )
}  # fmt: skip
"""Modules whose tests run on SQLite and on PostgreSQL, but for those marked `sqlite`: about the file."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if metafunc.module.__name__ in ON_BOTH:
        alone = metafunc.definition.get_closest_marker("sqlite") is not None
        kinds = ["sqlite"] if alone else ["sqlite", "postgresql"]
        metafunc.parametrize("each_store", kinds, indirect=True, scope="module")


@pytest.fixture(scope="session")
def postgres() -> Iterator[postgres_support.Server]:
    """A PostgreSQL server of this test run's own; of each worker's, where there are several."""
    if reason := postgres_support.why_not():
        pytest.skip(reason)
    with postgres_support.running() as server:
        yield server


@pytest.fixture(scope="module", autouse=True)
def each_store(request: pytest.FixtureRequest) -> Iterator[str]:
    """Which database an inquiry's store is in: on PostgreSQL each path of a store is a schema of its own."""
    kind = getattr(request, "param", "sqlite")
    if kind == "sqlite":
        yield kind
        return
    server: postgres_support.Server = request.getfixturevalue("postgres")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(on_postgres.SERVER, server.address())
        patch.setattr("coder.store.open_database", on_postgres.open_database)
        yield kind
    on_postgres.give_back()


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
