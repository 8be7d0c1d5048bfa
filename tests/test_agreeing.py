"""Agreement at the command line: levels, pairs, batches, quotes, on an inquiry small enough to count."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from coder.coding import Change
from coder.inquiry.folder import open_inquiry
from tests.inquiry_support import BOOK, CODED, SLUG, TRANSCRIPT, make_folder, run, transcript

P1, P2, P3, P4, P5, P6, P7 = CODED


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """AB and CD have read everything, EF the first three paragraphs."""
    folder = make_folder(tmp_path / "lanes")
    put = {
        "AB": {P1: ["speed"], P2: ["speed", "sight=1"], P4: ["dearer"], P6: ["cheaper"], P7: ["sight=3"]},
        "CD": {P1: ["speed"], P3: ["speed", "sight=2"], P4: ["cheaper"], P7: ["sight=3"]},
        "EF": {P1: ["sight=1"]},
    }
    for coder, tags in put.items():
        for paragraph, codes in tags.items():
            assert run(folder, "tag", paragraph, *codes, "--as", coder).status == 0
        assert run(folder, "read", *(CODED[:3] if coder == "EF" else CODED), "--as", coder).status == 0
    return folder


def figures(folder: Path, *options: str) -> dict[str, Any]:
    found = run(folder, "agreement", "--json", *options).json()
    assert isinstance(found, dict)
    return found


def of(codes: list[dict[str, Any]], name: str) -> dict[str, Any]:
    (found,) = [
        one for one in codes if name in (one.get("code"), one.get("theme") if "code" not in one else "")
    ]
    return found


def table(codes: list[dict[str, Any]], name: str, pair: tuple[str, str] = ("AB", "CD")) -> list[int]:
    (found,) = [one["table"] for one in of(codes, name)["pairs"] if tuple(one["coders"]) == pair]
    assert isinstance(found, list)
    return found


def test_a_code_is_compared_on_the_paragraphs_both_have_read(folder: Path) -> None:
    found = figures(folder)
    assert found["coders"] == ["AB", "CD", "EF"] and found["read"] == {"AB": 7, "CD": 7, "EF": 3}
    assert table(found["codes"], "speed") == [1, 1, 1, 4]
    assert table(found["codes"], "speed", ("AB", "EF")) == [0, 2, 0, 1]
    assert of(found["codes"], "speed")["tags"] == 4 and of(found["codes"], "speed")["units"] == 7


def test_a_theme_is_a_tag_of_any_of_its_codes(folder: Path) -> None:
    themes = figures(folder)["themes"]
    assert [one["theme"] for one in themes] == ["safety", "money"]
    assert table(themes, "safety") == [2, 1, 1, 3]
    assert table(themes, "safety", ("AB", "EF")) == [1, 1, 0, 1]
    assert table(themes, "money") == [1, 1, 0, 5]


def test_a_question_is_a_tag_on_any_of_its_answers_where_all_were_read(folder: Path) -> None:
    questions = figures(folder)["questions"]["codes"]
    # the opening; question 1: P2 and P3; question 2: P4 and P5; question 3: P6; the closing
    assert table(questions, "speed") == [2, 0, 0, 3] and table(questions, "sight") == [2, 0, 0, 3]
    assert table(questions, "speed", ("AB", "EF")) == [0, 2, 0, 0]
    assert run(folder, "unread", P3, "--as", "EF").status == 0
    assert table(figures(folder)["questions"]["codes"], "speed", ("AB", "EF")) == [0, 1, 0, 0]


def test_a_session_is_a_tag_on_any_of_its_paragraphs_and_each_is_compared_within_itself(folder: Path) -> None:
    found = figures(folder)
    assert table(found["sessions_as_units"]["codes"], "dearer") == [0, 1, 0, 0]
    assert table(found["sessions_as_units"]["codes"], "sight") == [1, 0, 0, 0]
    assert list(found["within_sessions"]) == [SLUG]
    assert found["within_sessions"][SLUG] == found["overall"]


def test_codes_that_exclude_each_other_are_one_choice(folder: Path) -> None:
    """AB: dearer, cheaper, five times none; CD: cheaper, six times none; EF: three times none."""
    choice = of(figures(folder)["themes"], "money")["choice"]
    counts = {"none": 5 + 6 + 3, "dearer": 1, "cheaper": 2}
    n = sum(counts.values())
    expected = 1 - sum(k * (k - 1) for k in counts.values()) / (n * (n - 1))
    observed = (2 + 2) / n  # P4 and P6, each read by two: two ordered pairs over (m - 1) = 1
    assert choice["value"] == pytest.approx(1 - observed / expected)
    assert "choice" not in of(figures(folder)["themes"], "safety")


def test_the_steps_of_a_scale_are_compared_where_both_gave_one(folder: Path) -> None:
    assert run(folder, "tag", P2, "sight=2", "--as", "CD").status == 0
    scale = of(figures(folder)["codes"], "sight")["scale"]
    # steps (1, 2) on P2 and (3, 3) on P7
    assert scale["nominal"]["value"] == pytest.approx(1 - (2 / 4) / (10 / 12))
    assert scale["interval"]["value"] == pytest.approx(1 - (2 / 4) / (2 * (1 + 4 + 4 + 1 + 1) / 12))
    assert set(scale) == {"nominal", "ordinal", "interval", "ratio"}


def test_a_code_that_was_not_judged_is_missing_there(folder: Path) -> None:
    with open_inquiry(folder) as inquiry:
        marks = [Change("unjudged", "CD", P1, "dearer", {})]
        inquiry.store.journal.act("CD", marks, inquiry.codebook.revision)
    found = figures(folder)
    assert sum(table(found["codes"], "dearer")) == 6 and sum(table(found["codes"], "cheaper")) == 7
    assert table(found["themes"], "money") == [1, 1, 0, 4]


def test_only_some_coders_or_sessions(folder: Path) -> None:
    second = transcript(folder, "second")
    second.write_text(TRANSCRIPT.replace(SLUG, "second"), encoding="utf-8")
    for coder in ("AB", "CD"):
        assert run(folder, "tag", "second/3.1", "speed", "--as", coder).status == 0
    whole, part = figures(folder), figures(folder, "--sessions", "second", "--coders", "AB", "CD")
    assert whole["sessions"] == [SLUG, "second"] and part["sessions"] == ["second"]
    assert part["coders"] == ["AB", "CD"] and part["overall"]["units"] == 1
    assert set(whole["within_sessions"]) == {"second", SLUG}
    assert "no coder" in run(folder, "agreement", "--coders", "AB", "XY").complaint().casefold()
    assert "there is no such session" in run(folder, "agreement", "--sessions", "third").complaint()


def test_quotes_of_the_same_code_on_the_same_paragraph_overlap(folder: Path) -> None:
    with open_inquiry(folder) as inquiry:
        for coder, start, end in (("AB", 0, 10), ("CD", 5, 20)):
            quote = {"meaning": 0, "spans": [{"start": start, "end": end, "text": "..."}]}
            inquiry.store.journal.act(coder, [Change("tag", coder, P1, "speed", quote)], "")
    overlaps = {tuple(one["coders"]): one for one in figures(folder)["overlap_of_quotes"]}
    one, none = overlaps["AB", "CD"], overlaps["AB", "EF"]
    assert one["units"] == 1 and one["overlap"]["value"] == pytest.approx(2 * 5 / (10 + 15))
    assert none["units"] == 0 and none["overlap"]["value"] is None


def test_batches_follow_the_order_in_which_two_had_read(tmp_path: Path) -> None:
    """CD reads from the last paragraph to the first and agrees with AB on the first half it reads alone."""
    folder = make_folder(tmp_path / "lanes")
    rows = [f"{n},AB,{'speed' if n % 2 else ''},Text {n}." for n in range(240)]
    rows += [f"{n},CD,{'speed' if (n % 2 == 1) == (n >= 120) else ''},Text {n}." for n in range(239, -1, -1)]
    (folder / "t.csv").write_text("\n".join(["item,coder,codes,text", *rows]))
    assert run(folder, "import-codes", str(folder / "t.csv"), "--as", "ME").status == 0
    drift = figures(folder)["drift"]
    assert [(batch["first"], batch["last"]) for batch in drift] == [
        (1, 60),
        (61, 120),
        (121, 180),
        (181, 240),
    ]
    assert [batch["pooled_binary_alpha"]["value"] for batch in drift][:2] == [1, 1]
    assert all(batch["pooled_binary_alpha"]["value"] < 0 for batch in drift[2:])


def test_intervals_may_take_questions_or_witnesses_as_one(folder: Path) -> None:
    def interval(*options: str) -> tuple[float | None, float | None, str]:
        alpha = figures(folder, *options)["overall"]["pooled_binary_alpha"]
        return alpha["low"], alpha["high"], alpha["interval_reason"]

    plain, question, witness = interval(), interval("--cluster", "question"), interval("--cluster", "witness")
    assert len({plain, question, witness}) == 3
    assert figures(folder, "--cluster", "question")["clustered_by"] == "question"
    assert plain[0] is not None and question[0] is not None


def test_resampling_stands_beside_and_comes_out_the_same_from_the_same_seed(folder: Path) -> None:
    def resampled(seed: str) -> list[Any]:
        found = figures(folder, "--bootstrap", "200", "--seed", seed)
        assert found["bootstrap"] == {"draws": 200, "seed": int(seed)}
        return [one["percent_agreement"]["bootstrap"] for one in found["codes"]]

    assert resampled("1") == resampled("1") != resampled("2")
    assert figures(folder)["overall"]["percent_agreement"]["bootstrap"] is None


@pytest.mark.parametrize(
    ("level", "row"), [("code", "speed"), ("theme", "safety"), ("question", "speed"), ("session", "speed")]
)
def test_the_table_has_a_line_for_each_at_every_level(folder: Path, level: str, row: str) -> None:
    lines = run(folder, "agreement", "--level", level).out.splitlines()
    assert sum(line.startswith(f"{row} ") for line in lines) == 1
    assert max(map(len, lines)) <= 105


def test_what_must_be_double_coded_is_planned_before_and_by_what_was_found(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "lanes")
    plans = run(folder, "agreement", "plan", "--alpha", "0.75", "--half-width", "0.15", "--json").json()
    assert [one["prevalence"] for one in plans] == [0.05, 0.1, 0.2, 0.3, 0.5]
    assert all(one["half_width"] <= 0.15 for one in plans)
    assert sorted((one["units"] for one in plans), reverse=True) == [one["units"] for one in plans]
    assert (
        str(plans[2]["units"])
        in run(
            folder, "agreement", "plan", "--alpha", "0.75", "--half-width", "0.15", "--prevalence", "20%"
        ).out
    )
    assert "between 0 and 1" in run(folder, "agreement", "plan", "--alpha", "1.5").complaint()
    rows = [f"{n},{who},{'speed' if n % 4 == 0 or (n % 25 == 1 and who == 'AB') else ''},Text {n}."
            for n in range(100) for who in ("AB", "CD")]  # fmt: skip
    (folder / "t.csv").write_text("\n".join(["item,coder,codes,text", *rows]))
    assert run(folder, "import-codes", str(folder / "t.csv"), "--as", "ME").status == 0
    found = run(folder, "agreement", "plan", "--found", "--half-width", "0.05", "--json").json()
    needs = {one["code"]: one for one in found}
    assert (
        needs["speed"]["units"] == 100 and needs["speed"]["more"] == needs["speed"]["plan"]["units"] - 100 > 0
    )
    assert needs["dearer"]["plan"] is None
    lines = run(folder, "agreement", "plan", "--found", "--half-width", "0.05").out
    assert str(needs["speed"]["more"]) in lines and "too little is known" in lines


def test_nothing_in_common_is_said_in_one_sentence(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "lanes", book=BOOK)
    assert run(folder, "read", P1, "--as", "AB").status == 0
    assert run(folder, "read", P2, "--as", "CD").status == 0
    assert "has been read by two coders" in run(folder, "agreement").complaint()
