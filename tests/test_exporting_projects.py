"""`coder export FILE.qdpx` and `.qdc`: valid, whole, and what stands where, by plain means."""

from __future__ import annotations

import random
import re
import xml.etree.ElementTree as Tree
import zipfile
from pathlib import Path

import pytest

from coder.coding import Change
from coder.exchange.refi import conventions as own
from coder.inquiry.folder import open_inquiry
from coder.inquiry.tagging import Hand
from tests.inquiry_support import SLUG, TRANSCRIPT, Ran, make_folder, run, spawn, transcript
from tests.refi_support import AT, HARD, P4, PROJECT, Opened, act, filled

TIME = re.compile(rb'creationDateTime="2[^"]*"')


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("refi") / "lanes")


def export(folder: Path, name: str, *options: str) -> tuple[Path, Ran]:
    done = run(folder, "export", str(folder / name), *options)
    assert done.status == 0, done.err
    return folder / name, done


@pytest.fixture(scope="module")
def opened(folder: Path) -> Opened:
    return Opened(export(folder, "all.qdpx")[0])


# ---- the schemas


def check(shared: Path, kind: str, data: bytes) -> None:
    from lxml import etree

    schema = etree.XMLSchema(file=str(shared / "refi-qda" / "schema" / f"{kind}-v1.0.xsd"))
    schema.assertValid(etree.fromstring(data))


@pytest.mark.parametrize(
    "options", [(), ("--basis", "AB"), ("--basis", "agreed"), ("--sessions", SLUG), ("--anonymise",)], ids=str
)
def test_a_project_is_valid_by_the_schema(shared: Path, folder: Path, options: tuple[str, ...]) -> None:
    check(shared, "Project", Opened(export(folder, "valid.qdpx", *options)[0]).xml)


def test_a_project_of_nothing_but_codes_is_valid(shared: Path, tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "empty")
    transcript(folder).unlink()
    path, done = export(folder, "empty.qdpx")
    check(shared, "Project", Opened(path).xml)
    assert "0 codings by 0 coders in 0 sessions" in done.out


def test_a_codebook_is_valid_by_the_schema(shared: Path, folder: Path) -> None:
    check(shared, "Codebook", export(folder, "book.qdc")[0].read_bytes())


def test_every_reference_has_what_it_refers_to_and_every_guid_is_one_thing_s(opened: Opened) -> None:
    guids = [one.get("guid") for one in opened.root.iter() if one.get("guid")]
    assert len(guids) == len(set(guids))
    for one in opened.root.iter():
        for name in ("targetGUID", "originGUID", "creatingUser"):
            assert one.get(name) is None or one.get(name) in guids, (one.tag, name)


# ---- tags


Told = tuple[str, str, str, str, str]
"""A coding: coder, code's name, words, time, and the name of the selection."""


def said(folder: Path) -> list[Told]:
    """Every tag that the journal made, on its paragraph or passages, as the commands print them."""
    texts = {}
    sessions = [one["slug"] for one in run(folder, "status", "--json").json()["sessions"]]
    for slug in sessions:
        for item in run(folder, "show", slug, "--json").json()["items"]:
            texts |= {one["id"]: (one["citation"], one["text"]) for one in item["paragraphs"]}
    names = {one["id"]: one["name"] for one in run(folder, "codebook", "--json").json()["codes"]}
    found = []
    for entry in run(folder, "log", "--json").json():
        if entry["kind"] == "tag":
            cited, text = texts[entry["subject"]]
            quoted, code = entry["after"].get("spans"), names.get(entry["code"], entry["code"])
            for one in quoted or [{"start": 0, "end": len(text)}]:
                name = f"{cited}, quoted" if quoted else cited
                found.append((entry["coder"], code, text[one["start"] : one["end"]], entry["at"], name))
    return sorted(found)


def written(opened: Opened) -> list[Told]:
    return sorted((one.coder, one.code, one.words, one.at, one.name) for one in opened.codings())


def test_every_tag_is_a_coding_on_its_very_words(folder: Path, opened: Opened) -> None:
    assert written(opened) == said(folder)
    assert len(opened.codings()) == 11 and any("𝔤𝔬𝔱𝔥𝔦𝔠" in one.words for one in opened.codings())


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example inquiry, as its three coders have coded it."""
    folder = tmp_path_factory.mktemp("example") / "example"
    assert run(folder.parent, "demo", str(folder)).status == 0
    return folder


def test_the_example_is_written_whole(shared: Path, example: Path, tmp_path: Path) -> None:
    opened = Opened(export(example, "example.qdpx")[0])
    check(shared, "Project", opened.xml)
    assert written(opened) == said(example) and len(opened.codings()) == 339


def test_kent_is_written_whole(shared: Path, tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "kent")
    document = shared / "evidence" / "kent-commissioning-2014-02-03.md"
    assert run(folder, "import", str(document)).status == 0
    draw = random.Random(2014)
    with open_inquiry(folder) as inquiry:
        hands, codes = [Hand(inquiry, "AB"), Hand(inquiry, "CD")], list(inquiry.codebook.codes)
        evidence = list(inquiry.store.index.everything())
        for placed in evidence:
            text = placed.paragraph.text
            for hand in hands:
                start, end = sorted(draw.sample(range(len(text) + 1), 2))
                passage = (start, end) if text[start:end].strip() and draw.random() < 0.5 else None
                hand.tag(placed.paragraph.id, [(draw.choice(codes), None)], passage)
    opened = Opened(export(folder, "kent.qdpx")[0])
    check(shared, "Project", opened.xml)
    assert written(opened) == said(folder) and len(opened.codings()) == 2 * len(evidence)


def test_sources_are_plain_text_that_any_program_bears(opened: Opened) -> None:
    assert len(opened.sources) == 2
    for guid, source in opened.sources.items():
        assert source.get("plainTextPath") == f"internal://{guid}.txt"
        data = opened.files[f"sources/{guid}.txt"]
        assert data and not data.startswith(b"\xef\xbb\xbf") and b"\r" not in data
        text = data.decode("utf-8")
        assert HARD in text and text.startswith("Lanes and verges\n")
        assert not [sign for sign in text if ord(sign) < 32 and sign not in "\n\t"]
    names = {one.get("name") for one in opened.sources.values()}
    assert names == {f"Lanes and verges ({SLUG})", "Lanes and verges (later-2025-06-07)"}


def test_a_step_and_an_earlier_meaning_are_notes_of_the_coding(opened: Opened) -> None:
    by = {(one.coder, one.code, one.notes) for one in opened.codings() if one.notes}
    (step,) = [notes for coder, code, notes in by if code == "Lines of sight"]
    assert own.step_of(step[0]) == 2 and step == ("2 of 3: fair", "on the tag\nin two lines")
    (stale,) = [notes for coder, code, notes in by if code == "Costs more"]
    assert own.meaning_of(stale[0]) == 4711
    (unknown,) = [notes for coder, code, notes in by if code == "no-such"]
    assert own.meaning_of(unknown[0]) == 7
    assert [opened.text(one) for one in opened.set(own.SCALE)] == ["2 of 3: fair"]
    assert set(map(opened.text, opened.set(own.MEANING))) == {stale[0], unknown[0]}
    assert by == {
        ("AB", "Lines of sight", step), ("AB", "Costs more", stale), ("AB", "no-such", unknown),
        ("AB", "Speed", ("on a tag with passages",)), ("CD", "Speed", ("from the other",)),
    }  # fmt: skip


# ---- codes


def test_the_codebook_keeps_its_tree_colours_and_fields(folder: Path, opened: Opened) -> None:
    top = opened.root.find(f"{PROJECT}CodeBook/{PROJECT}Codes")
    assert top is not None
    tree = {one.get("name"): [sub.get("name") for sub in one.findall(f"{PROJECT}Code")] for one in top}
    assert tree == {
        "Safety": ["Speed", "Lines of sight"], "Money": ["Costs more", "Costs less"], "Money (gone)": [],
        "no-such": [],
    }  # fmt: skip
    codable = {one.get("name") for one in opened.codes.values() if one.get("isCodable") == "true"}
    assert codable == {*tree, "Speed", "Lines of sight", "Costs more", "Costs less"} - {"Money"}
    fields = {}
    for one in opened.codes.values():
        said = own.fields_of(one.findtext(f"{PROJECT}Description") or "")
        fields[said["id"]] = said | {"name": said.get("name", one.get("name"))}
    for code in run(folder, "codebook", "--json").json()["codes"]:
        for name in ("name", "definition", "include", "exclude", "example", "key", "choose", "retired"):
            assert fields[code["id"]].get(name, "") == code.get(name, ""), (code["id"], name)
        assert list(fields[code["id"]].get("values", ())) == code["values"]
    assert next(one for one in opened.codes.values() if one.get("name") == "Safety").get("color") == "#a1b2c3"


def test_a_codebook_alone_says_the_same(folder: Path, opened: Opened) -> None:
    root = Tree.fromstring(export(folder, "book.qdc")[0].read_bytes())
    name = "{urn:QDA-XML:codebook:1.0}"
    alone = {
        one.get("guid"): (one.get("name"), one.get("color"), one.findtext(f"{name}Description"))
        for one in root.iter(f"{name}Code")
    }
    within = {
        guid: (one.get("name"), one.get("color"), one.findtext(f"{PROJECT}Description"))
        for guid, one in opened.codes.items()
        if one.get("name") != "no-such"
    }
    assert alone == within


# ---- memos and marks


def test_every_memo_is_a_note_where_it_belongs(opened: Opened) -> None:
    on_source = [text for one in opened.sources.values() for text in opened.told(one)]
    assert {"on the session", "on the first", "on the second"} < set(on_source)
    on_selection = {
        (opened.text(source)[int(one.attrib["startPosition"]) : int(one.attrib["endPosition"])], text)
        for source in opened.sources.values()
        for one in source.findall(f"{PROJECT}PlainTextSelection")
        for text in opened.told(one)
        if one.find(f"{PROJECT}Coding") is None
    }
    assert on_selection == {
        ("A second cut would need another tractor and a driver from May until the end of September.",
         "on the paragraph <&>   🚜"),
        ("How fast do people drive past the school in the mornings?", "on the question"),
    }  # fmt: skip
    (code,) = [one for one in opened.codes.values() if one.get("name") == "Lines of sight"]
    assert opened.told(code) == ("on the code", "the other's")
    (link,) = opened.all("Link")
    (case,) = [one for one in opened.all("Case") if one.get("name") == "Ruth Adeyemi"]
    assert link.get("targetGUID") == case.get("guid") and link.get("name") == f"{SLUG}/@ruth-adeyemi"
    assert opened.text(opened.notes[link.get("originGUID")]) == "on the person"
    written = {
        (opened.users.get(one.get("creatingUser")), opened.text(one)): one.get("creationDateTime")
        for one in opened.notes.values()
    }
    assert written["AB", "on the session"] == AT.format(10)
    assert written["CD", "from the other"] == AT.format(33)
    names = [one.get("name") for one in opened.notes.values()]
    assert len(names) == len(set(names)), "QualCoder refuses two notes of one name"


def test_what_is_neither_tag_nor_memo_is_in_the_notes_of_marks(opened: Opened) -> None:
    found = set()
    for note in opened.set(own.MARKS):
        (source,) = [one for one in opened.sources.values() if opened.text(note) in opened.told(one)]
        text, coder = opened.text(source), opened.users[note.get("creatingUser")]
        for mark in own.marks_of(opened.text(note)):
            found.add((coder, mark.what, text[mark.start : mark.end][:12], mark.at, mark.code))
    assert found == {
        ("AB", "read", "Ruth Adeyemi", AT.format(13), ""), ("AB", "read", "Verges are c", AT.format(14), ""),
        ("AB", "flag", "Verges are c", AT.format(15), ""), ("AB", "star", "Tomasz Wren ", AT.format(16), ""),
        ("AB", "starred", "عن الطريق", AT.format(17), ""),
        ("AB", "unjudged", "Verges are c", AT.format(18), "dearer"),
        ("CD", "read", "Ruth Adeyemi", AT.format(35), ""),
    }  # fmt: skip


# ---- people


def test_people_are_cases_with_what_is_known_of_them_and_where_they_are_coded(opened: Opened) -> None:
    names = {one.get("guid"): one.get("name") for one in opened.all("Variable")}
    people = {}
    for case in opened.all("Case"):
        said = {}
        for value in case.findall(f"{PROJECT}VariableValue"):
            reference = value.find(f"{PROJECT}VariableRef")
            assert reference is not None
            said[names[reference.get("targetGUID")]] = value.findtext(f"{PROJECT}TextValue")
        people[case.get("name")] = case, said
    assert set(people) == {"Ruth Adeyemi", "Tomasz Wren", "Ann Lee"}
    case, said = people["Ruth Adeyemi"]
    assert said == {
        "kind": "official", "role": "Highways Officer", "organisation": "Dunmere District Council",
        "sector": "public", own.APPEARANCES: f"{SLUG}/@ruth-adeyemi later-2025-06-07/@ruth-adeyemi",
    }  # fmt: skip
    assert {one.get("targetGUID") for one in case.findall(f"{PROJECT}SourceRef")} == set(opened.sources)
    selections = {one.get("targetGUID") for one in case.findall(f"{PROJECT}SelectionRef")}
    of_hers = [one for one in opened.all("PlainTextSelection") if one.get("guid") in selections]
    assert len(of_hers) == 6 == len(selections)


# ---- whose, and which


def test_the_basis_says_whose_tags(folder: Path) -> None:
    path, done = export(folder, "ab.qdpx", "--basis", "AB")
    mine = Opened(path)
    assert {one.coder for one in mine.codings()} == {"AB"} and set(mine.users.values()) == {"AB"}
    assert b"from the other" not in mine.xml and "7 codings by 1 coder in 2 sessions (basis AB)" in done.out
    again = Opened(export(folder, "again.qdpx", "--basis", "AB#2")[0])
    assert {one.coder for one in again.codings()} == {"AB#2"}
    agreed = Opened(export(folder, "agreed.qdpx", "--basis", "agreed")[0])
    assert {one.coder for one in agreed.codings()} == {"agreed"}
    (decided,) = [
        one for one in agreed.codings() if one.code == "Speed" and one.words.startswith("The Chair")
    ]
    assert decided.at == AT.format(36)
    refused = run(folder, "export", str(folder / "xy.qdpx"), "--basis", "XY").complaint()
    assert "No coder XY" in refused and "any, agreed, AB, AB#2, CD" in refused
    assert not (folder / "xy.qdpx").exists()


def test_sessions_are_chosen_by_name(folder: Path) -> None:
    path, _ = export(folder, "one.qdpx", "--sessions", SLUG)
    one = Opened(path)
    assert [source.get("name") for source in one.sources.values()] == ["Lanes and verges"]
    assert {case.get("name") for case in one.all("Case")} == {"Ruth Adeyemi", "Tomasz Wren"}
    assert "nowhere" in run(folder, "export", str(path), "--sessions", "nowhere").complaint()


def test_what_has_no_place_is_counted(folder: Path, tmp_path: Path) -> None:
    own_folder = filled(tmp_path / "lanes")
    with open_inquiry(own_folder) as inquiry:
        lost, gone = f"{SLUG}/9.9", [{"start": 0, "end": 9, "text": "was there"}]
        act(inquiry, "AB", Change("tag", "AB", lost, "speed", {}), Change("read", "AB", lost, "", {}),
            Change("tag", "AB", P4, "speed", {"spans": gone}))  # fmt: skip
    out = export(own_folder, "x.qdpx")[1].out
    assert "left out: 1 decisions on differences\n" in out
    assert "left out: 1 tags on paragraphs that are in no transcript any more\n" in out
    assert "left out: 1 marks (read) on paragraphs that are in no transcript any more\n" in out
    assert "left out: 1 quotes that are in their paragraph no more\n" in out


def test_the_same_inquiry_is_the_same_file_but_for_its_time(folder: Path) -> None:
    once, again = (Opened(export(folder, f"{name}.qdpx")[0]) for name in ("once", "again"))
    assert list(once.files) == list(again.files)
    for name, data in once.files.items():
        if name != "project.qde":
            assert again.files[name] == data
    with zipfile.ZipFile(folder / "once.qdpx") as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    stated = once.root.get("creationDateTime", "").encode(), again.root.get("creationDateTime", "").encode()
    assert once.xml.replace(stated[0], stated[1]) == again.xml


def test_windows_line_ends_count_as_one(folder: Path, opened: Opened) -> None:
    windows = Opened(export(folder, "windows.qdpx", "--crlf")[0])
    for guid in opened.sources:
        name = f"sources/{guid}.txt"
        assert windows.files[name] == opened.files[name].replace(b"\n", b"\r\n") != opened.files[name]
    places = [
        [one.attrib["startPosition"] for one in each.all("PlainTextSelection")] for each in (opened, windows)
    ]
    assert places[0] == places[1]


def test_the_transcript_travels_beside_its_text(folder: Path, opened: Opened) -> None:
    of = {one.get("name"): guid for guid, one in opened.sources.items()}[f"Lanes and verges ({SLUG})"]
    assert opened.files[f"sources/{of}.md"] == transcript(folder).read_bytes()


def test_without_names_nothing_has_one(folder: Path) -> None:
    path, _done = export(folder, "public.qdpx", "--anonymise", "--key", str(folder / "key.csv"))
    masked = Opened(path)
    for name, data in masked.files.items():
        text = data.decode()
        for word in ("Tomasz", "tomasz", "Wren", "wren", "Ann Lee", "ann-lee"):  # Adeyemi is an official
            assert word not in name and word not in text, (name, word)
    assert not [name for name in masked.files if name.endswith(".md")]
    assert {one.get("name") for one in masked.all("Case")} >= {"Witness 1"}
    words = {one.words for one in masked.codings()}
    assert "🚜🚜 “quickly”" in words and "𝔤𝔬𝔱𝔥𝔦𝔠" in words
    assert any(one.startswith("Witness ") for one in words)


def test_two_sessions_that_only_a_name_tells_apart_stay_two(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "lanes")
    for slug in ("tomasz-wren", "tomasz_wren"):
        text = TRANSCRIPT.replace(SLUG, slug).replace("title: Lanes and verges", f"title: {slug}")
        (folder / "sessions" / f"{slug}.md").write_text(text, encoding="utf-8")
        assert run(folder, "--as", "AB", "tag", f"{slug}/3.2", "speed").status == 0
    masked = Opened(export(folder, "masked.qdpx", "--anonymise")[0])
    assert len(masked.sources) == 3 == len({one.get("name") for one in masked.sources.values()})
    guids = [one.get("guid") for one in masked.root.iter() if one.get("guid")]
    assert len(guids) == len(set(guids)) and len(masked.codings()) == 2
    assert b"wren" not in masked.xml.lower()


# ---- the file


@pytest.mark.parametrize(
    ("name", "says"),
    [("x.qdpy", "no form"), ("x", "no form"), ("nowhere/x.qdpx", "no folder"), ("dir.qdpx", "a folder")],
)
def test_a_file_that_cannot_be_is_refused_in_a_sentence(folder: Path, name: str, says: str) -> None:
    (folder / "dir.qdpx").mkdir(exist_ok=True)
    assert says in run(folder, "export", str(folder / name)).complaint()


def test_a_failure_leaves_the_file_that_was_there(folder: Path) -> None:
    path, _ = export(folder, "kept.qdpx")
    before = path.read_bytes()
    run(folder, "export", str(path), "--basis", "XY").complaint()
    assert path.read_bytes() == before
    assert not list(folder.glob(".*part*"))


def test_the_command_in_a_process_of_its_own(folder: Path) -> None:
    done = spawn(folder, "export", "own.qdpx")
    assert done.status == 0 and done.out.startswith("own.qdpx: written, 11 codings"), done.err
    assert zipfile.ZipFile(folder / "own.qdpx").testzip() is None
