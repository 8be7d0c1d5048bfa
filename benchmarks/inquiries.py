"""Inquiries of any size to measure on: invented evidence, written as transcripts and taken in."""

from __future__ import annotations

from pathlib import Path
from string import ascii_letters

from coder.evidence.model import Item, Paragraph, Question, Session, Witness
from coder.evidence.transcript import write
from coder.inquiry.folder import open_inquiry

SLUG = "measured-2025-01-01"
TEXT = (
    "The witness explained that the size of the lots had kept small groups out, that the forms asked for "
    "accounts nobody had the hours to draw up, and that she would sooner have a conversation each quarter "
    "than another table of figures. Paragraph {number} said so in its own words."
)
PER_ITEM = 50


def make(folder: Path, paragraphs: int, codes: int = 40) -> Path:
    """An inquiry of one session with so many answers, one question to every four; its folder."""
    make_bare(folder, codes)
    (folder / "sessions" / f"{SLUG}.md").write_text(write(session(paragraphs)), encoding="utf-8")
    open_inquiry(folder).close()
    return folder


def make_bare(folder: Path, codes: int) -> None:
    """An inquiry with a codebook and no session yet."""
    (folder / "sessions").mkdir(parents=True)
    (folder / "codebooks").mkdir()
    (folder / "inquiry.toml").write_text('name = "Measured"\ncodebook = "measured"\n', encoding="utf-8")
    lines = ["title: Measured", "codes:", "  - id: theme", "    name: Theme"]
    for place, letter in enumerate(ascii_letters[:codes]):
        lines += [f"  - id: code-{place}", "    parent: theme", f"    name: Code number {place}"]
        lines += [f"    key: {letter}", "    definition: What the code is for."]
    (folder / "codebooks" / "measured.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def session(paragraphs: int) -> Session:
    """A session with so many answers."""
    items = (
        _item(start // PER_ITEM + 1, start, min(PER_ITEM, paragraphs - start))
        for start in range(0, paragraphs, PER_ITEM)
    )
    return Session(
        slug=SLUG, title="Measured", body="Council", committee="Measured", date="2025-01-01", style="minutes",
        items=tuple(items),
    )  # fmt: skip


def _item(number: int, start: int, size: int) -> Item:
    item = f"{SLUG}/{number}"
    witness = Witness(f"Witness {number}", "Director", "A charity")
    questions: list[Question] = []
    said: list[Paragraph] = []
    for place in range(1, size + 1):
        if place % 4 == 1:
            nth = str(len(questions) + 1)
            question = Question(f"{item}.q{nth}", nth, f"What about matter {nth}?")
            questions.append(question)
            said.append(Paragraph(question.id, "question", question.text, nth, question=question.id))
        said.append(Paragraph(
            f"{item}.{place}", "answer", TEXT.format(number=start + place), str(place),
            question=questions[-1].id, speaker=witness.name,
        ))  # fmt: skip
    return Item(item, f"Witness {number}, Director (A charity)", str(number), None, None, (witness,),
                tuple(questions), tuple(said))  # fmt: skip
