"""Differences settled: the queue, decisions, the agreed layer and its matrix, feedback, all undone again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from coder.adjudication import Coded, Ruling, agreed, cases, disputed, feedback, undecided
from coder.agreement.confusion import confusion
from tests.inquiry_support import CODED, Ran, make_folder, run

P1, P2, P3, P4, P5, P6, P7 = CODED


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """AB and CD have read everything but P7, which AB alone has; they differ on P2, P3 and the step on P4."""
    folder = make_folder(tmp_path / "lanes")
    put = {
        "AB": {P1: ["speed"], P2: ["speed"], P4: ["sight=1"], P7: ["dearer"]},
        "CD": {P1: ["speed"], P3: ["dearer"], P4: ["sight=3"]},
    }
    for coder, tags in put.items():
        for paragraph, codes in tags.items():
            assert run(folder, "tag", paragraph, *codes, "--as", coder).status == 0
        assert run(folder, "read", *CODED[:6], "--as", coder).status == 0
    return folder


def settle(folder: Path, *options: str) -> Ran:
    return run(folder, "adjudicate", *options, "--as", "RV")


def queue(folder: Path, *options: str) -> list[dict[str, Any]]:
    found = run(folder, "adjudicate", "--json", *options, "--as", "RV").json()
    assert isinstance(found, list)
    return found


def places(found: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(one["paragraph"], one["code"]) for one in found]


def counted(folder: Path) -> dict[str, int]:
    """Paragraphs of each code in the matrix on basis `agreed`."""
    done = run(folder, "matrix", "-o", str(folder / "m.xlsx"), "--basis", "agreed", "--as", "RV")
    assert done.status == 0, done.err
    rows = list(load_workbook(folder / "m.xlsx")["Theme by session"].iter_rows(values_only=True))
    names = {"Speed": "speed", "Lines of sight": "sight", "Costs more": "dearer", "Costs less": "cheaper"}
    return {names[name]: int(str(row[-1] or 0)) for row in rows if (name := str(row[0]).strip()) in names}


# ---- the queue


def test_what_coders_differ_on_is_open_in_the_order_of_the_evidence(folder: Path) -> None:
    found = queue(folder)
    assert places(found) == [(P2, "speed"), (P3, "dearer"), (P4, "sight")]
    assert [(one["put"], one["not_put"]) for one in found] == [
        ({"AB": None}, ["CD"]), ({"CD": None}, ["AB"]), ({"AB": 1, "CD": 3}, []),
    ]  # fmt: skip
    assert "41 miles" in found[0]["text"] and found[0]["citation"] == "3(2)"
    listed = settle(folder)
    assert "3 cases" in listed.out and "AB; not CD" in listed.out


def test_the_queue_may_be_of_some_coders_a_code_or_a_session(folder: Path) -> None:
    assert run(folder, "tag", P5, "speed", "--as", "EF").status == 0
    assert (P5, "speed") in places(queue(folder))
    assert (P5, "speed") not in places(queue(folder, "--coders", "AB", "CD"))
    assert places(queue(folder, "--of", "dearer")) == [(P3, "dearer")]
    assert queue(folder, "--session", "elsewhere") == []


def test_a_case_may_be_discussed_left_divergent_and_opened_again(folder: Path) -> None:
    assert settle(folder, P2, "speed", "discuss").status == 0
    assert [one["state"] for one in queue(folder)][:1] == ["discussing"]
    assert settle(folder, P2, "speed", "divergent", "--reason", "two readings are right").status == 0
    assert (P2, "speed") not in places(queue(folder))
    (found,) = queue(folder, "--state", "divergent")
    assert found["note"] == "two readings are right" and found["decision"] is None
    assert counted(folder)["speed"] == 1
    assert settle(folder, P2, "speed", "reopen").status == 0
    assert (P2, "speed") in places(queue(folder))


def test_what_the_codebook_does_not_say_is_collected(folder: Path) -> None:
    assert settle(folder, P2, "speed", "unclear", "--reason", "are vans speed?").status == 0
    assert settle(folder, P3, "dearer", "reject", "--reason", "no cost").status == 0
    assert settle(folder, P3, "dearer", "unclear").status == 0
    found = queue(folder, "--state", "unclear")
    assert places(found) == [(P2, "speed"), (P3, "dearer")] and found[0]["note"] == "are vans speed?"
    assert [one["state"] for one in found] == ["open", "resolved"]


def test_several_propose_and_one_decides(folder: Path) -> None:
    for reviewer, verdict in (("RV", "accept"), ("SW", "reject")):
        done = run(
            folder, "adjudicate", P2, "speed", verdict, "--reason", "so", "--propose", "--as", reviewer
        )
        assert done.status == 0, done.err
    (found,) = [one for one in queue(folder) if one["paragraph"] == P2]
    assert {(one["by"], one["verdict"]) for one in found["proposals"]} == {("RV", "accept"), ("SW", "reject")}
    assert "SW proposes to reject" in settle(folder).out
    assert settle(folder, P2, "speed", "accept", "--reason", "so", "--present", "RV", "SW").status == 0
    (found,) = queue(folder, "--state", "resolved")
    assert found["decision"]["present"] == ["RV", "SW"] and len(found["proposals"]) == 2
    assert "SW" not in run(folder, "status").out


# ---- the agreed layer


def test_the_matrix_on_agreed_counts_decisions_and_everything_is_undone_again(folder: Path) -> None:
    """Agreed: speed on P1, sight on P4 whatever its step, dearer on P7, which one coder alone has read."""
    before = counted(folder)
    assert before == {"speed": 1, "sight": 1, "dearer": 1, "cheaper": 0}
    done = run(folder, "matrix", "-o", str(folder / "m.xlsx"), "--basis", "agreed", "--as", "RV")
    assert "3 differences are not decided" in done.out
    assert settle(folder, P2, "speed", "accept", "--reason", "plain").status == 0
    assert settle(folder, P3, "dearer", "reject", "--reason", "no cost").status == 0
    assert settle(folder, P4, "sight", "accept", "--step", "2", "--reason", "between").status == 0
    assert settle(folder, P6, "cheaper", "add", "--reason", "both overlooked it").status == 0
    assert queue(folder) == []
    assert counted(folder) == {"speed": 2, "sight": 1, "dearer": 1, "cheaper": 1}
    own = run(folder, "log", "--json", "--as", "RV").json()
    assert not [one for one in own if one["kind"] == "tag" and one["actor"] == "RV"]
    for _ in range(4):
        assert run(folder, "undo", "--as", "RV").status == 0
    assert counted(folder) == before and len(queue(folder)) == 3
    assert run(folder, "redo", "--as", "RV").status == 0
    assert counted(folder)["speed"] == 2


def test_agreement_stays_that_of_before_and_after_stands_beside(folder: Path) -> None:
    def speed(found: dict[str, Any] | None) -> float:
        assert found is not None
        (one,) = [code for code in found["codes"] if code["code"] == "speed"]
        value = one["percent_agreement"]["value"]
        assert isinstance(value, float)
        return value

    before = run(folder, "agreement", "--json", "--as", "RV").json()
    assert before["after_adjudication"] is None
    assert settle(folder, P2, "speed", "accept", "--reason", "plain").status == 0
    found = run(folder, "agreement", "--json", "--as", "RV").json()
    assert speed(found) == speed(before) == pytest.approx(5 / 6)
    assert speed(found["after_adjudication"]) == 1


def test_decisions_follow_a_corrected_transcript(folder: Path) -> None:
    from tests.inquiry_support import correct

    assert settle(folder, P3, "dearer", "reject", "--reason", "no cost").status == 0
    correct(folder, ("### 3 | answer", "### 8 | answer"))
    assert places(queue(folder, "--state", "resolved")) == [("lanes-2025-05-06/3.8", "dearer")]


def test_a_coder_sees_where_decisions_went_another_way(folder: Path) -> None:
    assert (
        settle(folder, P2, "speed", "accept", "--reason", "vans are speed", "--present", "AB", "CD").status
        == 0
    )
    assert settle(folder, P4, "sight", "accept", "--step", "3", "--reason", "good").status == 0
    assert settle(folder, P6, "cheaper", "add", "--reason", "overlooked").status == 0
    told = {coder: run(folder, "feedback", "--json", "--as", coder).json() for coder in ("AB", "CD", "EF")}
    assert [(one["code"], one["put"]) for one in told["AB"]] == [("sight", True), ("cheaper", False)]
    assert [(one["code"], one["put"]) for one in told["CD"]] == [("speed", False), ("cheaper", False)]
    assert told["EF"] == []
    said = run(folder, "feedback", "--as", "CD").out
    assert "you had not put it; it stands: vans are speed (RV, with AB, CD)" in said
    assert "2 decisions went another way than CD" in said


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((P2,), "Say of which code"),
        ((P2, "speed", "accept"), "say why"),
        ((P6, "speed", "accept", "--reason", "so"), "nobody put speed there"),
        ((P2, "speed", "add", "--reason", "so"), "is there already"),
        ((P4, "sight", "accept", "--step", "4", "--reason", "so"), "has no step 4"),
        ((P2, "sped", "accept", "--reason", "so"), "Did you mean speed?"),
        (("nowhere", "speed", "accept", "--reason", "so"), "there is no such paragraph"),
    ],
)
def test_what_cannot_be_decided_is_said_in_a_sentence(
    folder: Path, options: tuple[str, ...], said: str
) -> None:
    assert said in settle(folder, *options).complaint()
    assert len(queue(folder)) == 3


# ---- properties

coders = st.sampled_from(["AB", "CD", "EF"])
states = st.builds(
    Coded,
    readers=st.just({"p": {"AB", "CD"}, "q": {"AB", "CD", "EF"}, "r": {"AB"}}),
    tags=st.dictionaries(
        st.tuples(st.sampled_from("pqr"), st.sampled_from("xyz")),
        st.dictionaries(coders, st.sampled_from([None, 1, 2]), min_size=1),
    ),
    decisions=st.dictionaries(
        st.tuples(st.sampled_from("pqr"), st.sampled_from("xyz")),
        st.builds(Ruling, st.sampled_from(["accept", "reject", "add"]), st.just("so"), st.just("RV")),
    ),
)


def with_readers(coded: Coded) -> Coded:
    """Who tags has read."""
    readers = dict(coded.readers)
    for (paragraph, _), put in coded.tags.items():
        readers[paragraph] = readers[paragraph] | set(put)
    return replace(coded, readers=readers)


@given(states.map(with_readers))
def test_every_place_is_agreed_decided_or_undecided(coded: Coded) -> None:
    layer = agreed(coded)
    open_ = {(one.paragraph, one.code) for one in cases(coded) if one.disputed and one.decision is None}
    assert len(open_) == undecided(coded)
    for place in coded.tags:
        put, not_put = coded.said(place)
        decision = coded.decisions.get(place)
        assert (place in layer) == (decision.puts if decision else not not_put)
        assert (place in open_) == (disputed(put, not_put) and decision is None)
    for place, decision in coded.decisions.items():
        assert (place in layer) == decision.puts
    for coder in ("AB", "CD", "EF"):
        for one in feedback(coded, coder):
            assert one.put != one.decision.puts or one.decision.step is not None


@given(st.lists(st.tuples(*[st.sampled_from([-1, 0, 1])] * 6), min_size=1, max_size=20))
def test_confusion_is_what_a_plain_loop_counts(rows: list[tuple[int, ...]]) -> None:
    table = np.array(rows, dtype=np.int8)
    found = confusion(table[:, :3], table[:, 3:])
    expected = np.zeros((4, 4), dtype=int)
    for row in rows:
        judged = [k for k in range(3) if row[k] >= 0 and row[k + 3] >= 0]
        one = {k for k in judged if row[k] == 1}
        other = {k for k in judged if row[k + 3] == 1}
        for k in one & other:
            expected[k, k] += 1
        for x in one - other or {3}:
            for y in other - one or {3}:
                expected[x, y] += (x, y) != (3, 3)
    assert found.tolist() == expected.tolist()
