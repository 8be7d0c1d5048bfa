"""What a REFI-QDA project costs, over lxml writing the same tree into the same archive."""

from __future__ import annotations

import xml.etree.ElementTree as Tree
import zipfile
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

from benchmarks.harness import Benchmark, Samples, timed
from benchmarks.millions import make_million

PARAGRAPHS = 33_500
"""With three tags to every answer, and a fourth to some, just above 100,000."""
CODINGS = 100_000
Plain: TypeAlias = "tuple[str, dict[str, str], str | None, list[Plain]]"
"""An element as plain values: tag, attributes, text, and what is in it."""
STREAMED = ("Project", "Sources", "TextSource", "Cases", "Case", "Notes")


def plain(element: Tree.Element) -> Plain:
    return (
        element.tag.rpartition("}")[2], dict(element.attrib), element.text, [plain(one) for one in element]
    )  # fmt: skip


def write_bare(path: Path, tree: Plain, sources: dict[str, bytes]) -> None:
    """Write a tree and its sources as lxml and zipfile do it by themselves, no more than one passage held."""
    from lxml import etree

    def made(one: Plain, into: Any = None) -> Any:
        tag, attributes, text, inside = one
        element = etree.Element(tag, attributes) if into is None else etree.SubElement(into, tag, attributes)
        element.text = text
        for part in inside:
            made(part, element)
        return element

    def write(xml: Any, one: Plain) -> None:
        tag, attributes, _, inside = one
        if tag not in STREAMED:
            xml.write(made(one))
            return
        with xml.element(tag, attributes):
            for part in inside:
                write(xml, part)

    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sources.items():
            archive.writestr(name, data)
        with archive.open("project.qde", "w") as member, etree.xmlfile(member, encoding="UTF-8") as xml:
            xml.write_declaration()
            write(xml, tree)


@contextmanager
def project() -> Samples:
    from coder.inquiry.exporting_projects import export_project
    from coder.inquiry.folder import open_inquiry

    with TemporaryDirectory() as name, open_inquiry(make_million(Path(name) / "m", PARAGRAPHS)) as inquiry:
        path = Path(name) / "ours.qdpx"
        export_project(inquiry, path)
        with zipfile.ZipFile(path) as archive:
            sources = {one: archive.read(one) for one in archive.namelist() if one != "project.qde"}
            tree = plain(Tree.fromstring(archive.read("project.qde")))
        assert count(tree, "Coding") >= CODINGS
        yield (
            timed(lambda: export_project(inquiry, path)),
            timed(lambda: write_bare(Path(name) / "bare.qdpx", tree, sources)),
        )


def count(tree: Plain, tag: str) -> int:
    """How many elements of a name there are."""
    return (tree[0] == tag) + sum(count(one, tag) for one in tree[3])


PROJECTS = (
    Benchmark(
        "refi-out",
        3,
        f"{CODINGS:,} codings of an inquiry over lxml writing the same project",
        project,
        rounds=3,
    ),
)
