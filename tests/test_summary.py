"""Theme summaries at the command line: each quote stands where it is cited, each count is right."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from coder.inquiry.folder import open_inquiry
from coder.inquiry.tagging import Hand
from tests.inquiry_support import SLUG, Ran, make_folder, run, spawn, transcript
from tests.summary_support import FORMS, Seen, cited, log, paragraph_named, seen, stands_in


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_folder(tmp_path / "inquiry")


@pytest.fixture
def coded(folder: Path) -> Path:
    """Tags by two coders, with a value, a passage, a star, memos, and the witnesses' sectors."""
    for paragraph, *codes in (
        ("3.2", "speed"),
        ("3.3", "speed", "dearer"),
        ("3.4", "dearer"),
        ("4.6", "cheaper"),
    ):
        assert run(folder, "--as", "AB", "tag", f"{SLUG}/{paragraph}", *codes).status == 0
    assert run(folder, "--as", "CD", "tag", f"{SLUG}/3.5", "sight=2").status == 0
    with open_inquiry(folder) as inquiry:
        hand, codes = Hand(inquiry, "AB"), inquiry.codebook.by_id
        text = inquiry.store.index.text(f"{SLUG}/3.3")
        start = text.index("delivery vans")
        hand.tag(
            f"{SLUG}/3.3", [(codes["speed"], None)], (start, start + len("delivery vans were the worst"))
        )
        hand.star(f"{SLUG}/3.2")
        hand.memo(f"{SLUG}/3.2", "Compare the *count* of 2019.\nAsk <again>.")
        hand.memo("codebook:lanes", "Most of this is mornings.", "speed")
    set_sector(folder, "Ruth Adeyemi", "local authority")
    set_sector(folder, "Tomasz Wren", "parish")
    return folder


def set_sector(folder: Path, person: str, sector: str) -> None:
    assert run(folder, "--as", "AB", "witnesses", "set", person, "sector", sector).status == 0


def summary(folder: Path, name: str, *options: str) -> Ran:
    return run(folder, "summary", *options, "-o", str(folder / name))


def summarised(folder: Path, form: str, *options: str) -> Seen:
    done = summary(folder, f"out{form}", *options)
    assert done.status == 0, done.err
    return seen(folder / f"out{form}")


@pytest.mark.parametrize("form", FORMS)
def test_a_theme_says_how_often_by_whom_and_in_answer_to_what(coded: Path, form: str) -> None:
    found = summarised(coded, form, "safety")
    heads = [text for level, text in found.headings if level < 3]
    assert heads == [
        "Safety", "How often", "By whom", "In answer to what", "The range of views", "Dissent and silence",
        "Appendix: all quotes", "Safety",
    ]  # fmt: skip
    assert "Definition. Harm on the lanes." in found.paragraphs
    assert "3 paragraphs of 1 session carry this theme, from 1 speaker." in found.paragraphs
    tables = {tuple(table[0]): table[1:] for table in found.tables}
    assert tables["Speaker", "Organisation", "Paragraphs", "Share"] == [
        ["Ruth Adeyemi", "Dunmere District Council", "3", "75%"]
    ]
    assert [[row[0], row[3]] for row in tables["No.", "Session", "Question", "Paragraphs"]] == [
        ["3 Q1", "2"], ["3 Q2", "1"],
    ]  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_quotes_memos_dissent_and_who_is_silent(coded: Path, form: str) -> None:
    found = summarised(coded, form)
    source = "Ruth Adeyemi, Dunmere District Council (3(2), session of 6 May 2025)"
    text = (
        "Ruth Adeyemi replied that the counter had shown an average of 41 miles an hour before nine o'clock."
    )
    assert (text, f"★ {source}") in found.quotes
    assert ("[…] delivery vans were the worst […]", source.replace("3(2)", "3(3)")) in found.quotes
    assert "Memo of AB on the code. Most of this is mornings." in found.paragraphs
    assert "Memo of AB. Compare the *count* of 2019.\nAsk <again>." in found.paragraphs
    assert "Local authority. 2 paragraphs from Ruth Adeyemi." in found.paragraphs
    assert "Costs more: 2 paragraphs from Ruth Adeyemi." in found.paragraphs
    assert "Costs less: 1 paragraph from Tomasz Wren." in found.paragraphs
    assert "Lines of sight, fair: 1 paragraph from Ruth Adeyemi." in found.paragraphs
    assert "No tag from Tomasz Wren." in found.paragraphs
    appendix = found.quotes[-6:]
    assert (text, f"★ {source}. Speed") in appendix
    assert len([one for one in appendix if "3(3)" in one[1]]) == 2  # once under each theme


def test_a_witness_on_both_sides_is_named(coded: Path) -> None:
    assert run(coded, "--as", "CD", "tag", f"{SLUG}/4.6", "dearer").status == 0
    found = summarised(coded, ".md", "money")
    assert "On more than one of the codes of Money: Tomasz Wren." in found.paragraphs


def test_only_themes_named_and_one_basis(coded: Path) -> None:
    found = summarised(coded, ".md", "Money", "--basis", "AB")
    assert [text for level, text in found.headings if level == 1] == ["Money", "Appendix: all quotes"]
    whole = summarised(coded, ".md", "--basis", "CD")
    assert "3(5)" in whole.whole and "3(2)" not in whole.whole
    assert "Memo of AB" not in whole.whole and "★ " not in "".join(source for _, source in whole.quotes)


def test_quotes_are_as_many_as_asked_starred_ones_first_then_of_each_kind_in_turn(coded: Path) -> None:
    for paragraph in ("3.1", "3.2", "3.3", "3.4", "3.5", "4.6"):
        assert run(coded, "--as", "EF", "tag", f"{SLUG}/{paragraph}", "speed").status == 0
    with open_inquiry(coded) as inquiry:
        Hand(inquiry, "EF").star(f"{SLUG}/3.5")
    found = summarised(coded, ".html", "safety", "--quotes", "4", "--basis", "EF")
    view = found.quotes[: -len("123456")]
    assert [re.findall(r"\((\d\(\d\))", source)[0] for _, source in view] == ["3(2)", "3(5)", "4(6)", "3(1)"]


def test_of_two_sessions_on_one_day_a_quote_says_which(folder: Path) -> None:
    second = transcript(folder).read_text(encoding="utf-8").replace(SLUG, "verges-2025-05-06")
    path = transcript(folder, "verges-2025-05-06")
    path.write_text(second.replace("title: Lanes and verges", "title: Verges alone"), encoding="utf-8")
    for slug in (SLUG, "verges-2025-05-06"):
        assert run(folder, "--as", "AB", "tag", f"{slug}/3.2", "speed").status == 0
    sources = {source for _, source in summarised(folder, ".md", "safety").quotes}
    assert {source.partition("(3(2), ")[2].rstrip(". Sped") for source in sources} == {
        "session of 6 May 2025, Lanes and verges)", "session of 6 May 2025, Verges alone)",
    }  # fmt: skip


def test_cuts_are_made_at_the_ends_of_sentences(folder: Path) -> None:
    long = " ".join(f"Sentence {number} says that Mr. Wren paid £{number}.50 for it." for number in range(40))
    path = transcript(folder)
    path.write_text(
        path.read_text(encoding="utf-8").replace("A second cut would need another", long + " A"), "utf-8"
    )
    assert run(folder, "--as", "AB", "tag", f"{SLUG}/3.4", "dearer").status == 0
    quote = summarised(folder, ".html", "money").quotes[0][0]
    assert quote.endswith(".50 for it. […]") and 300 < len(quote) < 430


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (("nothing",), "nothing: there is no such theme; the themes are: safety, money."),
        (("speed",), "speed: is a code, not a theme; the themes are: safety, money."),
        (("--basis", "XY"), "No coder XY has read or tagged"),
        (("--group", "colour"), "No witness has the attribute colour"),
        (("--quotes", "0"), "--quotes is the most quotes"),
    ],
)
def test_what_a_user_gets_wrong_is_one_sentence_and_nothing_is_written(
    coded: Path, options: tuple[str, ...], complaint: str
) -> None:
    assert complaint in summary(coded, "out.md", *options).complaint()
    assert not (coded / "out.md").exists()


def test_a_name_without_a_form_a_folder_and_nothing_tagged(folder: Path) -> None:
    assert "must end in .docx, .html, .md" in summary(folder, "out.pdf").complaint()
    assert "nothing is tagged yet, so there is no summary" in summary(folder, "out.md").complaint()
    assert run(folder, "--as", "AB", "tag", f"{SLUG}/3.4", "dearer").status == 0
    (folder / "dir.md").mkdir()
    assert "this is a folder" in summary(folder, "dir.md").complaint()
    assert "there is no folder" in summary(folder, "gone/out.md").complaint()
    assert not [path for path in folder.iterdir() if path.name.endswith(".part")]


def test_witnesses_are_grouped_by_what_is_asked(coded: Path) -> None:
    found = summarised(coded, ".md", "money", "--group", "organisation")
    assert "Dunmere District Council. 2 paragraphs from Ruth Adeyemi." in found.paragraphs
    assert "No organisation given. 1 paragraph from Tomasz Wren." in found.paragraphs


# Every quote, every count


@pytest.fixture(scope="module")
def example(each_store: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("example")
    assert spawn(place, "demo", "scratch").status == 0
    return place / "scratch"


@pytest.fixture(scope="module")
def kent(each_store: str, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Real minutes, tagged by two coders with more than 150 tags, some on passages, some starred."""
    folder = tmp_path_factory.mktemp("kent")
    assert run(folder, "init", str(folder)).status == 0
    assert run(folder, "import", str(shared / "evidence" / "kent-commissioning-2014-02-03.md")).status == 0
    with open_inquiry(folder) as inquiry:
        codes = [code for code in inquiry.codebook.codes if code.parent]
        said = [one.paragraph for one in inquiry.store.index.everything() if one.paragraph.role != "question"]
        for who, step in (("AB", 5), ("CD", 7)):
            hand = Hand(inquiry, who)
            for number, paragraph in enumerate(said):
                middle = len(paragraph.text) // 2
                passage = (middle // 2, middle) if number % step == 0 and middle > 20 else None
                hand.tag(paragraph.id, [(codes[(number * step) % len(codes)], None)], passage)
                if number % 9 == 0:
                    hand.star(paragraph.id)
    return folder


@pytest.mark.parametrize("which", ["example", "kent"])
def test_every_quote_stands_in_the_paragraph_its_citation_names(
    which: str, request: pytest.FixtureRequest
) -> None:
    folder: Path = request.getfixturevalue(which)
    texts, entries = cited(folder), log(folder)
    tagged = {entry["subject"] for entry in entries if entry["kind"] == "tag"}
    assert sum(entry["kind"] == "tag" for entry in entries) > 150
    for form in FORMS:
        quotes = summarised(folder, form).quotes
        assert len(quotes) > len(tagged)
        for quote, source in quotes:
            text = paragraph_named(source, texts)
            assert stands_in(quote, text), (form, source, quote, text)


@pytest.mark.parametrize("which", ["example", "kent"])
def test_every_count_equals_one_of_the_log(which: str, request: pytest.FixtureRequest) -> None:
    folder: Path = request.getfixturevalue(which)
    in_force: dict[tuple[str, str, str], bool] = {}
    for entry in sorted(log(folder), key=lambda entry: (entry["lamport"], entry["id"])):
        if entry["kind"] == "tag":
            in_force[entry["coder"], entry["subject"], entry["code"]] = entry["after"] is not None
    tagged = {(subject, code) for (_, subject, code), there in in_force.items() if there}
    with open_inquiry(folder) as inquiry:
        book = inquiry.codebook
        speakers = {one.paragraph.id: one.paragraph.speaker for one in inquiry.store.index.everything()}
    for theme in book.themes:
        on = {subject for subject, code in tagged if book.theme_of(code).id == theme.id}
        found = summarised(folder, ".html", theme.id)
        if not on:
            assert "No paragraph carries a tag of this theme." in found.paragraphs
            continue
        assert any(text.startswith(f"{len(on)} paragraph") for text in found.paragraphs)
        tables = {tuple(table[0][:1]): table[1:] for table in found.tables}
        counts = Counter(speakers[subject] or "(no speaker)" for subject in on)
        assert {row[0]: int(row[2]) for row in tables["Speaker",]} == counts
        assert sum(int(row[3]) for row in tables["No.",]) == len(on)
        for code in book.under(theme.id):
            own = {subject for subject, one in tagged if one == code.id}
            if own:
                assert f"{code.name} {len(own)}" in found.charts[0]


# Word


def test_word_has_real_headings_captions_tables_and_alternative_texts(coded: Path) -> None:
    assert summary(coded, "out.docx").status == 0
    document = docx.Document(str(coded / "out.docx"))
    fields = [one.text.split()[:2] for one in document.element.body.iter(qn("w:instrText"))]
    captions = [one.text for one in document.paragraphs if one.style and one.style.name == "Caption"]
    assert fields.count(["SEQ", "Table"]) == 4 and fields.count(["SEQ", "Figure"]) > 2
    assert captions[0].startswith("Figure 1. Themes: paragraphs by sector")
    for table in document.tables:
        assert table.rows[0]._tr.find(qn("w:trPr")).find(qn("w:tblHeader")) is not None
        assert table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val"))
    shapes = list(document.element.body.iter(qn("wp:docPr")))
    assert shapes and all(len(shape.get("descr")) > 20 for shape in shapes)
    for style in ("Heading 1", "Heading 2", "Heading 3"):
        level: Any = document.styles[style].element
        assert level.pPr.find(qn("w:outlineLvl")) is not None


def test_without_matplotlib_the_charts_in_word_are_shaded_tables(
    coded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coder.document.pictures.find_spec", lambda name: None)
    found = summarised(coded, ".docx")
    assert not found.charts
    bars = next(table for table in found.tables if "Money" in [row[0] for row in table])
    assert [row[0] for row in bars] == ["", "", "", "Safety", "Money"]  # a legend of two sectors
    assert next(row[-1] for row in bars if row[0] == "Money") == "3"


def test_a_house_template_gives_styles_and_page_and_keeps_what_it_contains(coded: Path) -> None:
    house = docx.Document()
    house.add_paragraph("Dunmere District Council, Scrutiny")
    house.sections[0].footer.paragraphs[0].text = "In confidence"
    house.styles["Heading 1"].font.name = "Georgia"
    for name in ("Quote", "Caption", "Heading 3", "Subtitle"):
        element: Any = house.styles[name].element
        element.getparent().remove(element)
    house.save(str(coded / "house.docx"))
    assert summary(coded, "out.docx", "--template", str(coded / "house.docx")).status == 0
    made = docx.Document(str(coded / "out.docx"))
    assert made.paragraphs[0].text == "Dunmere District Council, Scrutiny"
    assert made.sections[0].footer.paragraphs[0].text == "In confidence"
    assert made.styles["Heading 1"].font.name == "Georgia"
    used = {str(one.style.name) for one in made.paragraphs if one.style}
    assert {"Quote", "Caption", "Heading 3", "Heading 1"} <= used


def test_a_dotx_serves_and_what_is_no_template_is_said(coded: Path) -> None:
    house = coded / "house.docx"
    docx.Document().save(str(house))
    as_dotx = coded / "house.dotx"
    with zipfile.ZipFile(house) as old, zipfile.ZipFile(as_dotx, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "[Content_Types].xml":
                data = data.replace(b"document.main+xml", b"template.main+xml")
            new.writestr(name, data)
    assert summary(coded, "out.docx", "--template", str(as_dotx)).status == 0
    for name, data in (("a.docx", b"no zip"), ("b.docx", b"")):
        (coded / name).write_bytes(data)
        complaint = summary(coded, "out2.docx", "--template", str(coded / name)).complaint()
        assert name in complaint
    assert "cannot be read" in summary(coded, "out2.docx", "--template", str(coded / "gone.docx")).complaint()
    assert "is for Word" in summary(coded, "out2.md", "--template", str(house)).complaint()
    assert not (coded / "out2.docx").exists()


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_the_word_file_and_has_the_same_words(coded: Path, tmp_path: Path) -> None:
    assert summary(coded, "out.docx").status == 0
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "txt:Text", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(coded / "out.docx")], check=True, capture_output=True, timeout=180)
    text = (tmp_path / "out.txt").read_text(encoding="utf-8-sig")
    for quote, source in seen(coded / "out.docx").quotes:
        assert f"“{quote}”" in text and source in text
    assert "Figure 1. Themes" in text


# The page


def test_a_page_runs_nothing_and_fetches_nothing(coded: Path) -> None:
    assert summary(coded, "out.html").status == 0
    page = (coded / "out.html").read_text(encoding="utf-8")
    assert not re.search(r"<script|<link|<img|<iframe|\son\w+=|url\((?!#)|src=|@import", page)
    assert re.findall(r'href="(?!#)[^"]*"', page) == []


@pytest.mark.parametrize("form", FORMS)
def test_the_same_data_gives_the_same_bytes_but_for_the_date(
    coded: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import datetime as real

    class Still(real):
        @classmethod
        def now(cls, tz: Any = None) -> Still:
            return cls(2026, 3, 4, 9, 30)

    monkeypatch.setattr("coder.inquiry.summarising.datetime", Still)
    made = []
    for _ in range(2):
        assert summary(coded, f"out{form}").status == 0
        made.append((coded / f"out{form}").read_bytes())
    assert made[0] == made[1]
    if form == ".docx":  # whenever it was written
        with zipfile.ZipFile(coded / "out.docx") as archive:
            assert {one.date_time[0] for one in archive.infolist()} == {1980}
    assert "4 March 2026" in seen(coded / f"out{form}").whole


def test_the_page_is_valid_and_open_to_everyone(coded: Path) -> None:
    """By html-validate and axe-core from npm, where a folder that NODE_PATH names has them."""
    import os

    tools = Path(os.environ.get("NODE_PATH", ""))
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    needed = [tools / name for name in ("html-validate", "axe-core", "puppeteer-core")]
    if not browser or not shutil.which("node") or not all(path.is_dir() for path in needed):
        pytest.skip("node, Chromium, html-validate, axe-core and puppeteer-core are not all there")
    assert summary(coded, "out.html").status == 0
    page = coded / "out.html"
    validate = [str(tools / ".bin" / "html-validate"), "--preset", "recommended", str(page)]
    done = subprocess.run(validate, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    done = subprocess.run(
        ["node", "-e", AXE, str(page), browser], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0 and done.stdout.strip() == "[]", done.stdout + done.stderr


AXE = """
const [page, browser] = process.argv.slice(1);
(async () => {
  const chrome = await require('puppeteer-core').launch({executablePath: browser, args: ['--no-sandbox']});
  const tab = await chrome.newPage();
  const asked = [];
  tab.on('request', one => asked.push(one.url()));
  await tab.goto('file://' + page);
  await tab.evaluate(require('fs').readFileSync(require.resolve('axe-core'), 'utf8'));
  const found = await tab.evaluate(() => axe.run());
  const outside = asked.filter(url => !url.startsWith('file:'));
  console.log(JSON.stringify([...outside, ...found.violations.map(one => [one.id, one.impact])]));
  await chrome.close();
})();
"""
