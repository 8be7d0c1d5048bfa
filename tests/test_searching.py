"""Full text: what a query finds, what it never does, and that the index follows the evidence."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import coder.store.fulltext
from coder.errors import CoderError
from coder.inquiry.folder import Inquiry, open_inquiry
from coder.inquiry.searching import COUNTED, Search, matched, read_query
from coder.inquiry.tagging import Hand
from coder.inquiry.withdrawing import purge, restore, withdraw
from coder.store.fulltext import Term
from coder.store.sqlite import SqliteDatabase
from tests.inquiry_support import (
    CODED,
    SLUG,
    TRANSCRIPT,
    as_version,
    correct,
    make_folder,
    run,
    spawn,
    transcript,
)

OTHER = "lanes-2025-06-03"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two sessions; in the second the witness is José Müller, who calls it a façade."""
    made = make_folder(tmp_path / "lanes")
    other = TRANSCRIPT.replace(SLUG, OTHER).replace("2025-05-06", "2025-06-03")
    other = other.replace("Ruth Adeyemi", "José Müller").replace("delivery vans", "the façade’s vans")
    transcript(made, OTHER).write_text(other, encoding="utf-8")
    open_inquiry(made).close()
    return made


@pytest.fixture
def inquiry(folder: Path) -> Iterator[Inquiry]:
    with open_inquiry(folder) as opened:
        yield opened


def found(inquiry: Inquiry, text: str, coder: str = "AB", typing: bool = False) -> list[str]:
    """What a query finds, each as its paragraph's id; those of the first session without its name."""
    search = Search(inquiry, coder, text, typing)
    search.gather(COUNTED + 1)
    ids = [hit.placed.paragraph.id for hit in search.hits(0, len(search.keys)) if hit]
    assert search.is_whole and len(ids) == len(search.keys)
    return [one.removeprefix(f"{SLUG}/").replace(OTHER, "other") for one in ids]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("blackthorn", ["3.5", "other/3.5"]),
        ("BLACKTHORN", ["3.5", "other/3.5"]),
        ("cut year", ["3.q2", "other/3.q2"]),
        ("cut blackthorn", []),
        ('"driver from May"', ["3.4", "other/3.4"]),
        ('"from driver May"', []),
        ("“driver from May”", ["3.4", "other/3.4"]),
        ("black*", ["3.5", "other/3.5"]),
        ("black", []),
        ('"taken o"*', []),
        ("cut -farmers -corners", ["3.q2", "3.4", "other/3.q2", "other/3.4"]),
        ("speaker:wren", ["4.6", "other/4.6"]),
        ('speaker:"tomasz wren" four', ["4.6", "other/4.6"]),
        ("speaker:wren vans", []),
        ("wren", ["4.6", "other/4.6"]),
        ("vans -speaker:adeyemi", ["other/3.3"]),
        ("facade", ["other/3.3"]),
        ("speaker:muller", ["other/3.2", "other/3.3", "other/3.4", "other/3.5"]),
        ("façade's", ["other/3.3"]),
        ("vans session:lanes-2025-06", ["other/3.3"]),
        (f"vans session:{SLUG}", ["3.3"]),
        ("41", ["3.2", "other/3.2"]),
        ("time:41", []),
        ("", []),
        ("— !! ()", []),
        ("vans ((( NEAR", []),
    ],
)
def test_what_a_query_finds(inquiry: Inquiry, query: str, ids: list[str]) -> None:
    assert found(inquiry, query) == ids


def test_while_one_types_the_last_word_may_be_a_beginning(inquiry: Inquiry) -> None:
    assert found(inquiry, "black", typing=True) == ["3.5", "other/3.5"]
    assert found(inquiry, "black ", typing=True) == []
    assert found(inquiry, "further black", typing=True) == ["3.5", "other/3.5"]
    assert found(inquiry, "fur blackthorn", typing=True) == []
    assert found(inquiry, '"taken o', typing=True) == ["3.5", "other/3.5"]
    assert found(inquiry, '"taken o"', typing=True) == []
    assert found(inquiry, "speaker:mü", typing=True) == found(inquiry, "speaker:müller")


def test_own_tags_and_marks_narrow_it(inquiry: Inquiry) -> None:
    book = inquiry.codebook.by_id
    ours, theirs = Hand(inquiry, "AB"), Hand(inquiry, "CD")
    ours.tag(CODED[2], [(book["speed"], None)])
    ours.tag(f"{OTHER}/3.4", [(book["sight"], 2)])
    theirs.tag(CODED[1], [(book["speed"], None)])
    ours.read([CODED[3]])
    assert found(inquiry, "code:speed") == ["3.3"]
    assert found(inquiry, "code:speed", "CD") == ["3.2"]
    assert found(inquiry, "code:SAFETY") == ["3.3", "other/3.4"], "a theme stands for what is below it"
    assert found(inquiry, 'code:"lines of"') == ["other/3.4"]
    assert found(inquiry, "code:safety driver") == ["other/3.4"]
    assert found(inquiry, "code:safety -driver") == ["3.3"]
    assert found(inquiry, "driver -code:safety") == ["3.4"]
    assert found(inquiry, "vans is:tagged") == ["3.3"] and found(inquiry, "vans is:untagged") == ["other/3.3"]
    assert found(inquiry, "driver is:read") == ["3.4", "other/3.4"]
    assert found(inquiry, "driver is:unread") == []
    assert found(inquiry, "is:read -driver") == ["3.3"]
    assert found(inquiry, "-is:unread -driver") == ["3.3"]
    ours.memo(CODED[4], "see the map")
    assert found(inquiry, "is:noted") == ["3.5"]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("code:nope", "no code has an id or a name that begins so"),
        ("is:done", "a paragraph is one of read, unread"),
        ("session:other", "no session has a short name that begins so"),
        ("session:lanes", "more than one session has"),
        ("-vans", "type one that must be there as well"),
        ("a " * 60, "up to 50 words"),
    ],
)
def test_what_cannot_be_answered_is_one_sentence(inquiry: Inquiry, query: str, sentence: str) -> None:
    with pytest.raises(CoderError, match=sentence):
        found(inquiry, query)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(max_size=60)
    | st.lists(
        st.sampled_from(
            ['"', "*", "-", ":", "(", ")", "^", "+", "{", "}", "AND", "OR", "NOT", "NEAR(", "vans", "text",
             "speaker:", "code:speed", "-code:", "is:read", "session:", "\0", "\ud800", "'", "\\", "é", " "]
        ),
        max_size=12,
    ).map("".join),
    st.booleans(),
)  # fmt: skip
@example('"', False)
@example('vans" OR text : "x', True)
@example('* - -" -*', False)
def test_any_text_finds_something_or_says_one_sentence(inquiry: Inquiry, text: str, typing: bool) -> None:
    try:
        found(inquiry, text, typing=typing)
    except CoderError as error:
        assert str(error).endswith(".") and "answered" not in str(error) and "\n" not in str(error)


TERMS = st.lists(
    st.sampled_from(
        ["the", "vans", "cut", "driver", '"cut too late"', "sp*", "-mill", "-the", "speaker:wren",
         "code:speed", "-code:speed", "code:money", "is:unread", "is:read", "-is:tagged", f"session:{SLUG}"]
    ),
    min_size=1, max_size=4,
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TERMS)
def test_it_finds_the_same_whichever_side_it_starts_from(inquiry: Inquiry, parts: list[str]) -> None:
    hand = Hand(inquiry, "AB")
    for paragraph, code in ((CODED[1], "speed"), (CODED[2], "dearer"), (f"{OTHER}/3.2", "speed")):
        hand.tag(paragraph, [(inquiry.codebook.by_id[code], None)])
    text = " ".join(parts)
    answers = []
    for few, look in ((1000, 10_000), (0, 10_000), (0, 1)):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(coder.store.fulltext, "FEW", few)
            patch.setattr(coder.store.fulltext, "LOOK", look)
            try:
                answers.append(found(inquiry, text))
            except CoderError:
                answers.append([])
    assert answers[0] == answers[1] == answers[2]
    for part in parts:
        if part.isalpha():
            assert set(answers[0]) <= set(found(inquiry, part))


def test_hits_come_in_steps_and_are_counted_up_to_a_bound(
    inquiry: Inquiry, monkeypatch: pytest.MonkeyPatch
) -> None:
    search = Search(inquiry, "AB", "the")
    assert search.total == "0 hits so far" and search.step(3) is False and len(search.keys) == 3
    assert search.total == "3 hits so far"
    first = list(search.keys)
    search.gather(100)
    assert search.keys[:3] == first and search.keys == sorted(search.keys) and search.is_whole
    assert search.total == f"{len(search.keys)} hits"
    assert Search(inquiry, "AB", "").total == "no hits"
    monkeypatch.setattr("coder.inquiry.searching.COUNTED", 4)
    many = Search(inquiry, "AB", "the")
    many.gather(5)
    assert many.total == "more than 4 hits"
    with pytest.raises(CoderError, match="more than 5 hits; narrow the search"):
        Search(inquiry, "AB", "the").ids(5)
    assert Search(inquiry, "AB", "vans").ids(5) == [CODED[2], f"{OTHER}/3.3"]


def test_where_the_words_stand(inquiry: Inquiry) -> None:
    text = "Façade, the vans — and VANS’ vanities; a van of vans."
    terms = read_query(inquiry, "AB", 'facade vans "van of" -a').terms
    assert [text[start:end] for start, end in matched(text, terms)] == [
        "Façade",
        "vans",
        "VANS",
        "van",
        "of",
        "vans",
    ]
    assert [text[slice(*span)] for span in matched(text, (Term("van", True),))] == [
        "vans", "VANS", "vanities", "van", "vans",
    ]  # fmt: skip
    assert matched(text, (Term("vans", of="speaker"),)) == ()


# ---- the index follows the evidence


@pytest.mark.sqlite
def test_a_corrected_transcript_is_found_by_its_new_words_and_keeps_its_place(folder: Path) -> None:
    correct(folder, ("blackthorn", "hawthorn"))
    with open_inquiry(folder) as inquiry:
        assert found(inquiry, "blackthorn") == ["other/3.5"] and found(inquiry, "hawthorn") == ["3.5"]
        assert found(inquiry, "vans") == ["3.3", "other/3.3"]
    correct(folder, ("### 7 | procedural\n", "### 6a | answer\nMore hawthorn came.\n\n### 7 | procedural\n"))
    with open_inquiry(folder) as inquiry:
        assert found(inquiry, "hawthorn") == ["3.5", "4.6a"]
        check_index(inquiry)


def check_index(inquiry: Inquiry) -> None:
    """FTS5's own check that the index holds what the table does, which raises where it does not."""
    inquiry.store._db.execute("INSERT INTO fulltext (fulltext, rank) VALUES ('integrity-check', 1)")


def test_what_was_withdrawn_is_not_found_until_it_is_back(inquiry: Inquiry) -> None:
    withdraw(inquiry, "AB", SLUG, "asked for")
    assert found(inquiry, "blackthorn") == ["other/3.5"] and found(inquiry, "is:unread blackthorn") == [
        "other/3.5"
    ]
    Hand(inquiry, "AB").read([CODED[4]])
    assert found(inquiry, "is:read") == []
    restore(inquiry, "AB", SLUG)
    assert found(inquiry, "blackthorn") == ["3.5", "other/3.5"]


def words_in_index(database: SqliteDatabase) -> set[str]:
    database.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.words USING fts5vocab(main, fulltext, row)")
    return {row["term"] for row in database.execute("SELECT term FROM temp.words")}


@pytest.mark.sqlite
def test_a_purge_leaves_no_word_in_the_index_nor_in_its_pages(folder: Path) -> None:
    correct(
        folder,
        ("blackthorn", "quickthorn"),
        ("Ruth Adeyemi, Highways Officer\n- time", "Xylia Quibell\n- time"),
    )
    with open_inquiry(folder) as inquiry:
        assert {"quickthorn", "adeyemi"} <= words_in_index(inquiry.store._db)
        inquiry.store._db.execute("PRAGMA secure_delete=OFF")
        purge(inquiry, "AB", SLUG, "asked for")
        assert not {"quickthorn", "adeyemi"} & words_in_index(inquiry.store._db)
        check_index(inquiry)
        assert found(inquiry, "vans") == ["other/3.3"] and inquiry.store.check() == []
    for path in (folder / ".coder").rglob("*.db*"):
        assert b"uickthorn" not in path.read_bytes() and b"deyemi" not in path.read_bytes()


@pytest.mark.sqlite
def test_a_store_of_an_earlier_version_is_indexed(folder: Path) -> None:
    as_version(folder / ".coder" / "store.db", 3)
    with open_inquiry(folder) as inquiry:
        assert found(inquiry, "blackthorn") == ["3.5", "other/3.5"]
        check_index(inquiry)


# ---- at the command line


def test_the_command_prints_hits_and_how_many_there_are(folder: Path) -> None:
    run(folder, "tag", CODED[2], "speed", "--as", "AB")
    ran = spawn(folder, "search", "vans", "--as", "AB")
    assert ran.status == 0 and ran.err == ""
    assert ran.out.splitlines()[0] == f"{SLUG}/3.3 · 3(3) · Ruth Adeyemi · [speed]"
    assert ran.out.splitlines()[1].startswith("  She added that delivery vans")
    assert ran.out.splitlines()[-1] == "2 hits"
    assert (
        run(folder, "search", "the", "--limit", "1").out.splitlines()[-1].endswith("; the first 1 are shown")
    )
    assert run(folder, "search", "nowhere").out == "no hits\n"


def test_the_command_prints_json(folder: Path) -> None:
    ran = run(folder, "search", "vans", "speaker:adeyemi", "--json")
    (hit,) = ran.json()["hits"]
    assert hit["paragraph"] == CODED[2] and hit["codes"] == [] and ran.json()["total"] == 1
    assert [hit["text"][slice(*span)] for span in hit["matched"]] == ["vans"]
    limited = run(folder, "search", "the", "--limit", "2", "--json").json()
    assert len(limited["hits"]) == 2 and limited["more"] is True and limited["total"] > 2
    assert json.dumps(limited)


def test_the_command_says_what_is_wrong(folder: Path) -> None:
    assert "no code has an id" in run(folder, "search", "code:x").complaint()
