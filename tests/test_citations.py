"""Citations by template: the presets, an inquiry's own, and that changing them loses nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coder.errors import CoderError
from coder.evidence.citations import (
    FIELDS,
    PRESETS,
    Citing,
    Templates,
    cited,
    full_citation,
    preset_of,
    read_citing,
)
from coder.evidence.model import Item, Paragraph, Role, Session
from coder.evidence.transcript import parse, write
from coder.inquiry.folder import open_inquiry
from tests.inquiry_support import SLUG, TRANSCRIPT, make_folder, run, session, transcript

HEARING = Session(
    "pac-2014-02-12", "Equipment plan", committee="Public Accounts Committee", reference="HC 1060",
    date="2014-02-12",
)  # fmt: skip


def said(number: str | None, role: Role = "answer", speaker: str | None = None) -> Paragraph:
    return Paragraph("x", role, "Text.", number, speaker=speaker)


def citations(preset: str, *items: list[Paragraph], citing: Citing | None = None, **more: str) -> list[str]:
    """The short citations of a session with these items, the first numbered 7, the others not."""
    made = tuple(
        Item(f"s/{place}", "Heading", "7" if not place else None, paragraphs=tuple(paragraphs))
        for place, paragraphs in enumerate(items)
    )
    made_session = replace(HEARING, items=made, citations=preset, **more)
    return [one.citation for one in cited(made_session, citing or Citing()).paragraphs()]


def test_council_minutes_are_cited_by_item_and_number() -> None:
    paragraphs = [said("3", "opening"), said("2", "question"), said("4"), said(None), said(None), said("4")]
    assert citations("minutes", paragraphs, [said(None)]) == [
        "7(3)", "7 Q2", "7(4)", "7 (point 1)", "7 (point 2)", "7(4) (2)", "item 2 (point 1)",
    ]  # fmt: skip


@pytest.mark.parametrize("preset", ["commons", "lords"])
def test_both_houses_are_cited_by_question(preset: str) -> None:
    paragraphs = [
        said(None, "opening"), said("14", "question"), said(None), said(None, "followup"), said(None),
        said("15", "question"), said("15", "question"), said(None),
    ]  # fmt: skip
    assert citations(preset, paragraphs, [said(None, "opening"), said("16", "question")]) == [
        "7 (point 1)", "Q14", "Q14 (2)", "Q14 (3)", "Q14 (4)", "Q15", "Q15 [2]", "Q15 (2)",
        "item 2 (point 1)", "Q16",
    ]  # fmt: skip


def test_a_submission_is_cited_by_its_own_numbers() -> None:
    assert citations("submission", [said("3.2", "statement"), said(None, "statement")]) == [
        "para 3.2", "7 (point 1)",
    ]  # fmt: skip


def test_the_full_form_says_where_and_who_and_leaves_out_what_nobody_knows() -> None:
    commons, minutes, submission = (PRESETS[name] for name in ("commons", "minutes", "submission"))
    asked = full_citation(commons, HEARING, "Q14", "Jon Thompson")
    assert asked == "Q14 [Jon Thompson], Public Accounts Committee, HC 1060, 12 February 2014"
    bare = replace(HEARING, reference=None, date=None)
    assert full_citation(commons, bare, "Q14") == "Q14, Public Accounts Committee"
    assert full_citation(minutes, replace(bare, committee=""), "7(4)") == "7(4)"
    assert full_citation(submission, HEARING, "para 3.2", "Acorn") == (
        "HC 1060, para 3.2 [Acorn], 12 February 2014"
    )
    assert full_citation(submission, bare, "para 3.2", "Acorn") == "para 3.2 [Acorn]"


def test_braces_and_brackets_of_the_evidence_are_text() -> None:
    odd = replace(HEARING, committee="{date} [x], ()", reference="(HC)")
    assert full_citation(PRESETS["commons"], odd, "Q1", "[Eve], {x}") == (
        "Q1 [[Eve], {x}], {date} [x], (), (HC), 12 February 2014"
    )


def test_a_template_may_hold_every_field() -> None:
    own = {
        "paragraph": "{session} {reference} {date}, minute {item}.{number} ({speaker}; Q{question}/{place})",
        "unnumbered": "{item}*{point}",
    }
    citing = Citing(own=tuple(own.items()))
    made = citations("minutes", [said("9", "question"), said("4", speaker="Ann"), said(None)], citing=citing)
    assert made[1:] == ["pac-2014-02-12 HC 1060 12 February 2014, minute 7.4 (Ann; Q9/2)", "7*1"]


def test_an_inquirys_preset_and_templates_come_before_the_styles_own() -> None:
    paragraphs = [said("14", "question"), said(None)]
    assert citations("minutes", paragraphs, citing=Citing("commons")) == ["Q14", "Q14 (2)"]
    own = Citing("lords", (("further", "Q {question}.{place}"),))
    assert citations("minutes", paragraphs, citing=own) == ["Q14", "Q 14.2"]
    assert citations("commons", paragraphs, citing=Citing(own=(("question", "Question {number}"),))) == [
        "Question 14", "Q14 (2)",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("citing", "reason"),
    [
        ("citations = 3", r"\[citations\] is a table"),
        (
            '[citations]\npreset = "house"',
            "preset is one of minutes, commons, lords, submission, not 'house'",
        ),
        ('[citations]\nparagraf = "{number}"', "has the key paragraf, which there is not"),
        ("[citations]\nparagraph = 7", "paragraph is a text in quotes"),
        ('[citations]\nparagraph = "{item}({nummer})"', "paragraph: there is no field {nummer}; fields are"),
        ('[citations]\nparagraph = "{item!r}{number}"', "no field {item!r}"),
        ('[citations]\nparagraph = "{item.__class__}{number}"', "no field {item.__class__}"),
        ('[citations]\nparagraph = "{item}({number"', "a brace has no partner"),
        ('[citations]\nparagraph = "{{number}}"', "a brace has no partner"),
        ('[citations]\nparagraph = "{}{number}"', "no field {}"),
        ('[citations]\nparagraph = "{item}"', "paragraph: it needs {number}"),
        ('[citations]\nunnumbered = "{item}"', "unnumbered: it needs {point}"),
        ('[citations]\nfurther = "Q{question}"', "further: it needs {place} or {point}"),
        ('[citations]\nfull = "{speaker}, {date}"', "full: it needs {citation}"),
        ('[citations]\nfull = "{citation} {number}"', "full: there is no field {number}"),
    ],
)
def test_what_is_wrong_with_a_template_is_said(tmp_path: Path, citing: str, reason: str) -> None:
    folder = make_folder(tmp_path / "inquiry")
    (folder / "inquiry.toml").write_text(f"{citing}\n", encoding="utf-8")
    complaint = run(folder, "status").complaint()
    assert "inquiry.toml: " in complaint
    with pytest.raises(CoderError, match=reason.replace("{", r"\{").replace("}", r"\}")):
        open_inquiry(folder)


def test_every_preset_passes_the_check_it_asks_of_others() -> None:
    for preset in PRESETS.values():
        own = {name: getattr(preset, name) for name in Templates.__slots__}
        assert read_citing(own, "x").templates("minutes") == preset


TEXTS = st.text("ab{}[](),; ", max_size=6)


def templates(name: str) -> st.SearchStrategy[str]:
    field = st.sampled_from(sorted(FIELDS[name])).map("{{{}}}".format)
    return st.lists(st.one_of(field, st.text("ab[](),; Q", max_size=4)), max_size=6).map("".join)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_citations_are_unique_and_never_empty_whatever_the_templates(data: st.DataObject) -> None:
    needed = {"question": "{number}", "paragraph": "{number}", "further": "{place}", "unnumbered": "{point}"}
    own = tuple((name, data.draw(templates(name)) + field) for name, field in needed.items())
    assert read_citing(dict(own), "x").own == own
    paragraph = st.builds(
        said,
        st.sampled_from([None, "1", "2", "3.2"]),
        st.sampled_from(["question", "answer", "note"]),
        st.one_of(st.none(), TEXTS),
    )
    items = data.draw(st.lists(st.lists(paragraph, max_size=6), max_size=3))
    made = citations("minutes", *items, citing=Citing(own=own))
    assert all(made)
    assert len(set(made)) == len(made)


# ---- the transcript


def test_a_transcript_keeps_how_its_style_cites(tmp_path: Path) -> None:
    hearing = replace(session(), style="hearing", citations="commons")
    path = Path(f"{SLUG}.md")
    found = parse(write(hearing), path)
    assert found.citations == "commons"
    assert [one.citation for one in found.paragraphs()][:5] == [
        "3(1)", "Q1", "3(2)", "3(3)", "Q2",
    ]  # fmt: skip
    assert preset_of(replace(hearing, citations="")) == "minutes"
    assert preset_of(replace(hearing, citations="", style="lords")) == "lords"
    with pytest.raises(CoderError, match=r"line \d+: house is no way to cite; there are minutes, commons"):
        parse(write(hearing).replace("citations: commons", "citations: house"), path)


# ---- in an inquiry


def cite(folder: Path, table: str) -> None:
    (folder / "inquiry.toml").write_text(f'name = "Lanes"\n\n[citations]\n{table}\n', encoding="utf-8")


def shown(folder: Path) -> list[str]:
    printed = run(folder, "show", SLUG, "--json").json()
    return [one["citation"] for item in printed["items"] for one in item["paragraphs"]]


def indexed(folder: Path) -> list[str]:
    with open_inquiry(folder) as inquiry:
        assert inquiry.remarks == []
        return [placed.paragraph.citation for placed in inquiry.store.index.everything()]


def test_a_new_template_cites_anew_at_the_next_opening_and_every_tag_stays(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "inquiry")
    assert run(folder, "tag", "3(2)", "speed", "--as", "AB").status == 0
    before = run(folder, "log", "--json").json()
    cite(folder, 'paragraph = "minute {item}.{number}"\nfull = "{citation} ({speaker}), {date}"')
    new = ["minute 3.1", "3 Q1", "minute 3.2", "minute 3.3", "3 Q2", "minute 3.4", "minute 3.5",
           "4 Q3", "minute 4.6", "minute 4.7", "4 (point 1)"]  # fmt: skip
    assert indexed(folder) == shown(folder) == new
    assert run(folder, "log", "--json").json() == before
    assert run(folder, "tag", "minute 3.2", "sight", "--as", "AB").status == 0
    assert "no such paragraph" in run(folder, "tag", "3(2)", "sight", "--as", "AB").complaint()
    (folder / "inquiry.toml").write_text('name = "Lanes"\n', encoding="utf-8")
    assert indexed(folder)[2] == "3(2)"
    with open_inquiry(folder) as inquiry:
        tags = {(tag.paragraph, tag.code) for tag in inquiry.store.journal.tags()}
    assert tags == {(f"{SLUG}/3.2", "speed"), (f"{SLUG}/3.2", "sight")}


def test_an_unchanged_inquiry_takes_no_transcript_in_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_folder(tmp_path / "inquiry")
    cite(folder, 'preset = "commons"')
    assert indexed(folder)[1] == "Q1"
    monkeypatch.setattr("coder.evidence.transcript.parse", None)
    assert indexed(folder)[1] == "Q1"


def test_a_template_and_a_correction_in_one_go(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "inquiry")
    run(folder, "tag", "3(2)", "speed", "--as", "AB")
    cite(folder, 'preset = "lords"')
    text = TRANSCRIPT.replace("### 2 | answer", "### 12 | answer")
    transcript(folder).write_text(text, encoding="utf-8")
    with open_inquiry(folder) as inquiry:
        assert len(inquiry.remarks) == 1
        assert [tag.paragraph for tag in inquiry.store.journal.tags()] == [f"{SLUG}/3.12"]
        placed = inquiry.store.index.paragraph(f"{SLUG}/3.12")
    assert placed is not None
    assert placed.paragraph.citation == "3(12)"


def test_an_imported_session_is_printed_as_it_will_be_cited(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "inquiry")
    cite(folder, 'paragraph = "minute {item}.{number}"')
    minutes = tmp_path / "minutes.md"
    minutes.write_text(
        "### SELECT COMMITTEE - PONDS\n\nMINUTES of a meeting held on 3 March 2025.\n\n"
        "**7. Ruth Lane, Warden (Beacon House)**\n\n**QUESTION: Why?**\n\n(1) Ruth said it leaked.\n",
        encoding="utf-8",
    )
    for _ in range(2):
        ran = run(folder, "import", "--json", str(minutes))
        assert ran.status == 0, ran.err
        (item,) = ran.json()["items"]
        assert [one["citation"] for one in item["paragraphs"]] == ["7 Q1", "minute 7.1"]


def test_each_session_is_quoted_as_its_style_cites(tmp_path: Path) -> None:
    text = TRANSCRIPT.replace("style: minutes", "style: letter\ncitations: submission\nreference: LAN0007")
    folder = make_folder(tmp_path / "inquiry", text)
    run(folder, "tag", "para 2", "speed", "--as", "AB")
    out = tmp_path / "out.xlsx"
    run(folder, "matrix", "-o", str(out))
    sheet = openpyxl.load_workbook(out)["Code quotes"]
    cited_as = [cell.value for cell in sheet[3]].index("Cite as")
    assert sheet[4][cited_as].value == "LAN0007, para 2 [Ruth Adeyemi], 6 May 2025"


def test_quotes_are_ready_to_be_cited_in_a_report(tmp_path: Path) -> None:
    folder = make_folder(
        tmp_path / "inquiry", TRANSCRIPT.replace("date: 2025", "reference: DDC 4/25\ndate: 2025")
    )
    run(folder, "tag", "3(2)", "speed", "--as", "AB")
    out = tmp_path / "out.xlsx"
    run(folder, "matrix", "-o", str(out))
    sheet = openpyxl.load_workbook(out)["Code quotes"]
    heads = [cell.value for cell in sheet[3]]
    quote = dict(zip(heads, (cell.value for cell in sheet[4]), strict=True))
    assert quote["Citation"] == "3(2)"
    assert quote["Cite as"] == "3(2) [Ruth Adeyemi], Select Committee - Lanes, DDC 4/25, 6 May 2025"
