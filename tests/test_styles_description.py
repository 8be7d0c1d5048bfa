"""A style described in TOML: what it may say, how its faults are told, and that no pattern can hang."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.errors import CoderError
from coder.evidence.blocks import Block, Document
from coder.evidence.readers import read_blocks
from coder.evidence.styles import build, choose, names, read_description, read_descriptions
from coder.evidence.styles.description import builtin
from coder.evidence.styles.patterns import REACH, PatternError, compiled

TURN = "[[turn]]\npattern = '(?P<label>{name}) >> '\n"
STYLE = f'name = "arrows"\nabout = "turns such as Name >> words"\n{TURN}'


def written(folder: Path, text: str, name: str = "own.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_described_style_is_chosen_and_read(tmp_path: Path) -> None:
    own = (read_description(written(tmp_path, STYLE)),)
    text = "Ann Lee >> Why?\n\nBen Moor >> Because.\n\nIt is so.\n\nAnn Lee >> Thanks.\n"
    document = read_blocks(text.encode(), "talk.txt")
    assert choose(document, own=own).name == "arrows"
    session = build(document, "talk.txt", own=own)
    assert [(p.label, p.speaker, p.text) for p in session.paragraphs()] == [
        ("Ann Lee", "Ann Lee", "Why?"), ("Ben Moor", "Ben Moor", "Because."), (None, "Ben Moor", "It is so."),
        ("Ann Lee", "Ann Lee", "Thanks."),
    ]  # fmt: skip
    assert session.meta["read as"].startswith("arrows: turns such as Name >> words, 3 turns")
    assert names(own)[0] == "arrows"


def test_every_section_does_its_work(tmp_path: Path) -> None:
    own = read_description(written(tmp_path, """
name = "assembly"
citations = "minutes"

[header]
committee = 'Committee on (?P<value>.+)'
date = { pattern = 'Sitting of (?P<value>.+)' }
present = 'Here: (?P<value>.+)'
witnesses = 'Heard: (?P<value>.+)'

[[item]]
pattern = '# (?P<number>\\d+) (?P<heading>.+)'

[[question]]
pattern = '\\? (?P<number>\\d+) (?:(?P<label>{name}): )?'

[[turn]]
pattern = '! (?P<label>{name}): '
sure = true
kind = "witness"

[[paragraph]]
pattern = '§(?P<number>\\d+) '

[[stage]]
pattern = '~.+~$'

[[statement]]
pattern = 'Statement by (?P<name>{name})$'

[[drop]]
pattern = 'Folio \\d+$'
why = "page"

[[cut]]
pattern = '\\| '
why = "markup"
"""))  # fmt: skip
    lines = [
        "Committee on Roads", "Sitting of 3 May 2024", "Here: Mr Ash (Chair), Ms Birch",
        "Heard: Jo Elm, Engineer",
        "# 1 Salt", "? 1 Ms Birch: Why?", "! Jo Elm: Ice.", "§4 And snow.", "~applause~", "Folio 7",
        "Statement by Mr Ash", "| I agree.", "# 2 Grit", "? 2 And?", "! Jo Elm: Yes.",
    ]  # fmt: skip
    document = Document("a.txt", [Block(text, at) for at, text in enumerate(lines, 1)])
    session = build(document, "a.txt", "assembly", own=(own,))
    assert (session.committee, session.date, session.present) == (
        "Roads", "2024-05-03", ("Mr Ash (Chair)", "Ms Birch"),
    )  # fmt: skip
    assert [(item.number, item.heading, [w.name for w in item.witnesses]) for item in session.items] == [
        ("1", "Salt", ["Jo Elm"]), ("2", "Grit", ["Jo Elm"]),
    ]  # fmt: skip
    assert [(p.role, p.number, p.speaker, p.text) for p in session.paragraphs()] == [
        ("question", "1", "Ms Birch", "Why?"), ("answer", None, "Jo Elm", "Ice."),
        ("answer", "4", "Jo Elm", "And snow."), ("procedural", None, None, "~applause~"),
        ("procedural", None, None, "Statement by Mr Ash"), ("statement", None, "Mr Ash", "I agree."),
        ("question", "2", None, "And?"), ("answer", None, "Jo Elm", "Yes."),
    ]  # fmt: skip
    assert session.paragraphs()[2].citation == "1(4)"
    assert ("page", "Folio 7") in [(piece.why, piece.text) for piece in session.dropped]


def test_a_style_like_another_changes_what_it_says(tmp_path: Path) -> None:
    path = written(tmp_path, 'name = "senate"\nlike = "commons"\n[[stage]]\npattern = "~.*"\n')
    own, commons = read_description(path), builtin()["commons"]
    assert (own.question, own.turn, own.weight) == (commons.question, commons.turn, commons.weight)
    assert [rule.pattern.pattern for rule in own.stage] == ["~.*"]


FAULTS = {
    "colour = 1": "key `colour`: there is no such key",
    'weight = "much"': "key `weight`: it is a number from 0 to 1",
    'kind = "talk"': "key `kind`: it is one of sitting, submission",
    "inline = 1": "key `inline`: it is true or false",
    "about = 5": "key `about`: it is a text",
    'like = "hansard"': "key `like`: there is no style hansard",
    "header = 1": "key `header`: write it as [header]",
    "[header]\nday = 'x'": "key `header.day`: there is no such key",
    "[header]\ndate = 'x'": "key `header.date, pattern`: it needs a part (?P<value>...)",
    "[header]\ndate = 3": "key `header.date`: a field is a pattern, or a table",
    "turn = 'x'": "key `turn`: write it as [[turn]]",
    "[[item]]\nwhy = 'page'": "key `item 1`: it needs a `pattern`, a `style` or `bold`",
    "[[item]]\npattern = '('": "key `item 1, pattern`: it is not a regular expression",
    "[[item]]\npattern = '{nobody}'": "key `item 1, pattern`: there is no {nobody}; there are {name}",
    "[[item]]\npattern = '(?P<who>x)'": "key `item 1, pattern`: a part named 'who' means nothing here",
    "[[item]]\npattern = 3": "key `item 1, pattern`: it is a regular expression in quotes",
    "[[item]]\nstyle = '['": "key `item 1, style`: it is not a regular expression",
    "[[item]]\nbold = 'some'": "key `item 1, bold`: it is one of label, all",
    "[[paragraph]]\npattern = 'x'": "key `paragraph 1, pattern`: it needs a part (?P<number>...)",
    "[[stage]]\npattern = 'x'\nrole = 'aside'": "key `stage 1, role`: it is one of",
    "[[drop]]\npattern = 'x'\nwhy = 'ugly'": "key `drop 1, why`: it is one of page, head",
    "[[sign]]\npattern = 'x'\nadds = 3": "key `sign 1, adds`: it is a number from -1 to 1",
    "[[item]]\npattern = '(a+)+b'": "key `item 1, pattern`: it repeats what itself repeats",
}


@pytest.mark.parametrize("text", FAULTS)
def test_a_fault_is_told_with_file_key_and_reason(tmp_path: Path, text: str) -> None:
    before, after = ("", f"\n{text}") if text.startswith("[") else (f"{text}\n", "")
    about = "" if text.startswith("about") else 'about = "x"\n'
    path = written(tmp_path, f'name = "own"\n{about}{before}{"" if text.startswith("turn") else TURN}{after}')
    with pytest.raises(CoderError) as caught:
        read_description(path)
    assert str(caught.value).startswith(f"{path}, {FAULTS[text]}")
    assert str(caught.value).endswith(".") and "\n" not in str(caught.value)


def test_what_is_no_style_at_all(tmp_path: Path) -> None:
    for text, what in {
        "name = ": "not valid TOML", TURN: "key `name`: a style needs a name",
        'name = "My Style"': "key `name`",
        'name = "own"': "key `turn`: a style needs one of",
    }.items():  # fmt: skip
        with pytest.raises(CoderError, match=re.escape(what)):
            read_description(written(tmp_path, text))
    with pytest.raises(CoderError, match="cannot be read"):
        read_description(tmp_path / "gone.toml")
    (tmp_path / "own.toml").write_bytes(b"name = '\xff'")
    with pytest.raises(CoderError, match="is not UTF-8"):
        read_description(tmp_path / "own.toml")


def test_two_styles_cannot_share_a_name(tmp_path: Path) -> None:
    assert read_descriptions(tmp_path / "styles") == ()
    written(tmp_path, STYLE, "a.toml")
    assert [style.name for style in read_descriptions(tmp_path)] == ["arrows"]
    written(tmp_path, STYLE, "b.toml")
    with pytest.raises(CoderError, match=r"b\.toml, key `name`: there is a style arrows already"):
        read_descriptions(tmp_path)
    (tmp_path / "b.toml").write_text(STYLE.replace("arrows", "commons"), encoding="utf-8")
    with pytest.raises(CoderError, match="there is a style commons already"):
        read_descriptions(tmp_path)


def test_the_styles_that_come_with_the_program_are_sound() -> None:
    assert {"commons", "commons-1990", "commons-2000", "lords", "inquiry", "us-hearing", "canada", "speakers",
            "submission", "council", "council-questions", "plain"} <= set(builtin())  # fmt: skip
    for description in builtin().values():
        assert description.about


def test_the_example_in_the_manual_is_a_style(tmp_path: Path) -> None:
    manual = (Path(__file__).parents[1] / "docs" / "styles.md").read_text(encoding="utf-8")
    example = re.search(r"```toml\n(.*?)```", manual, re.DOTALL)
    assert example is not None
    own = read_description(written(tmp_path, example[1]))
    lines = [
        Block("Ausschuss für Verkehr", 1), Block("Vorsitz: Frau Ada Berg", 2, style="Vorsitz"),
        Block("Frage 1 Frau Berg: Warum?", 3), Block("Herr Ohm:", 4, style="Redner"), Block("Darum.", 5),
        Block("Beifall", 6, style="Regie"),
    ]  # fmt: skip
    session = build(Document("a.docx", lines), "a.docx", own=(own,))
    assert (session.style, session.committee) == ("landtag", "Verkehr")
    assert [(p.role, p.label, p.text) for p in session.paragraphs()] == [
        ("question", "Frau Berg", "Warum?"), ("answer", "Herr Ohm", "Darum."),
        ("procedural", None, "Beifall"),
    ]  # fmt: skip
    for name in builtin():
        assert f"`{name}`" in manual


# Patterns

SLOW = [
    r"(a+)+b", r"(\w+\s?)*:", r"(a|aa)+$", r"(\s*-\s*)+x", r"(.*)*", r"([a-z]+)*\d", r"(?:x?a*)+y",
    r".*x.*y.*z", r"(?:(?:a|b)+)+c", r"\S+@\S+\.\S+x",
]  # fmt: skip
FAST = [
    r"(?P<label>{name}): ", r"Q\s*(\d+)\s*(?P<label>{name})\s*:", r"([A-Z]\w+)( [A-Z]\w+)*:",
    r"(?:\w++\s?)*+:", r"(?:\w+,?\s)*x", r"(?: (?:of|the|[A-Z]\w*))*:",
    r"(?:Mr|Ms|Dr) \w+: ", r"(\d{1,3}\.){1,3} ", r".{0,80}x.{0,80}y.{0,80}z", r"^\((\d+)\)\s+",
]  # fmt: skip


@pytest.mark.parametrize("source", SLOW)
def test_a_pattern_that_could_hang_is_refused(source: str) -> None:
    with pytest.raises(PatternError):
        compiled(source)


@pytest.mark.parametrize("source", FAST)
def test_a_pattern_that_cannot_is_taken(source: str) -> None:
    compiled(source)


pieces = st.sampled_from(["a", "ab", r"\w", r"\s", ".", "[a-c]", "b?", "x", " ", r"\d"])
repeats = st.sampled_from(["", "+", "*", "?", "{1,3}", "+?"])
simple = st.lists(st.tuples(pieces, repeats).map("".join), min_size=1, max_size=3).map("".join)
groups = st.tuples(simple, simple, repeats).map(lambda parts: f"(?:{parts[0]}|{parts[1]}){parts[2]}")
patterns = st.lists(simple | groups, min_size=1, max_size=3).map("".join)


@given(patterns, st.sampled_from(["a", "ab", "a ", "ab c", "x1 "]))
def test_what_is_taken_is_quick_on_the_longest_line_it_sees(source: str, line: str) -> None:
    try:
        pattern = compiled(f"{source}#")
    except PatternError:
        return
    text = (line * REACH)[:REACH]
    before = time.process_time()
    pattern.match(text)
    assert time.process_time() - before < 2
