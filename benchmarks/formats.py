"""What reading Word documents and PDFs costs."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.evidence import REAL
from benchmarks.harness import Benchmark, Samples, timed
from benchmarks.large import EXAMPLE
from coder.evidence.readers import read_blocks, read_document

DEBATE = Path(__file__).parents[2] / "shared" / "evidence" / "pdf" / "debate_Seanad_2021-11-18.pdf"


@contextmanager
def _import_docx() -> Samples:
    """Minutes as python-docx writes them: headings by style, bold questions, numbers typed."""
    import docx

    made = docx.Document()
    document = REAL if REAL.is_file() else EXAMPLE
    for block in read_blocks(read_document(document), document.name).blocks:
        paragraph = made.add_heading("", block.heading) if block.heading else made.add_paragraph()
        paragraph.add_run(f"{block.marker} " if block.marker else "")
        paragraph.add_run(block.text[: block.bold]).bold = True
        paragraph.add_run(block.text[block.bold :])
    with TemporaryDirectory() as folder:
        path = Path(folder) / "minutes.docx"
        made.save(str(path))

        def baseline() -> None:
            for _ in docx.Document(str(path)).paragraphs:
                pass

        yield timed(lambda: read_blocks(read_document(path), path.name), 5), timed(baseline, 5)


@contextmanager
def _import_pdf() -> Samples:
    """A published debate where it lies beside the project, else pages set by hand."""
    import pypdfium2  # type: ignore[import-untyped]

    data = DEBATE.read_bytes() if DEBATE.is_file() else _pages()

    def baseline() -> None:
        with pypdfium2.PdfDocument(data) as opened:
            for number in range(len(opened)):
                opened[number].get_textpage().get_text_range()

    yield timed(lambda: read_blocks(data, "debate.pdf")), timed(baseline)


def _pages() -> bytes:
    from tests.pdf_support import lines, pdf

    said = EXAMPLE.read_text(encoding="utf-8").encode("cp1252", "ignore").decode("cp1252").splitlines()
    texts = [line for line in said if line]
    return pdf([lines("\n".join(texts[at : at + 5]), gap=6) for at in range(0, len(texts), 5)])


FORMATS = (
    Benchmark(
        "import-docx",
        2,
        "reading minutes in Word over opening them in python-docx and bare iteration of its paragraphs",
        _import_docx,
        15,
    ),
    Benchmark(
        "import-pdf",
        6,
        "reading a debate in PDF over opening it in PDFium and taking each page's text",
        _import_pdf,
    ),
)
