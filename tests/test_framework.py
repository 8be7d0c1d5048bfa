"""Summaries of the framework matrix: whose they are, people put together and parted, withdrawn sessions."""

from __future__ import annotations

from pathlib import Path

from coder.inquiry.folder import Inquiry
from coder.inquiry.framework import own_summary, summaries_of, write_summary
from coder.inquiry.people import Person, people
from coder.inquiry.tagging import Hand
from tests.inquiry_support import run
from tests.tui_support import inquiry
from tests.workbook_loops import table_of

__all__ = ["inquiry"]


def person(inquiry: Inquiry, name: str) -> Person:
    return people(inquiry).named(name)


def texts(inquiry: Inquiry) -> dict[tuple[str, str], list[tuple[str, str]]]:
    return {key: [(one.by, one.text) for one in each] for key, each in summaries_of(inquiry).items()}


def test_each_analyst_has_their_own_and_an_empty_text_takes_it_away(inquiry: Inquiry) -> None:
    ana = person(inquiry, "Ana Reyes")
    write_summary(inquiry, "AB", (ana, "service"), " Late. ", ["7(1)", "7(1)", ""])
    write_summary(inquiry, "CD", (ana, "service"), "Never on time.")
    found = summaries_of(inquiry)["Ana Reyes", "service"]
    assert [(one.by, one.text, one.citations) for one in found] == [
        ("AB", "Late.", ("7(1)",)), ("CD", "Never on time.", ()),
    ]  # fmt: skip
    assert own_summary(inquiry, "CD", ana, "service") == "Never on time."
    assert write_summary(inquiry, "AB", (ana, "service"), "Late.", ["7(1)"]) == []
    write_summary(inquiry, "AB", (ana, "service"), "  ")
    assert texts(inquiry) == {("Ana Reyes", "service"): [("CD", "Never on time.")]}
    Hand(inquiry, "AB").undo()
    assert ("AB", "Late.") in texts(inquiry)["Ana Reyes", "service"]


def test_it_follows_people_who_are_put_together_and_parted_again(inquiry: Inquiry) -> None:
    ana, bo = person(inquiry, "Ana Reyes"), person(inquiry, "Bo Lind")
    write_summary(inquiry, "AB", (ana, "service"), "From Ana.")
    write_summary(inquiry, "AB", (bo, "service"), "From Bo.")
    assert run(inquiry.folder, "--as", "AB", "witnesses", "merge", "Ana Reyes", "Bo Lind").status == 0
    one = person(inquiry, "Ana Reyes")
    assert own_summary(inquiry, "AB", one, "service") == "From Ana.\nFrom Bo."
    assert texts(inquiry) == {("Ana Reyes", "service"): [("AB", "From Ana."), ("AB", "From Bo.")]}
    entries = write_summary(inquiry, "AB", (one, "service"), "Of both.")
    assert len(entries) == 2
    assert texts(inquiry) == {("Ana Reyes", "service"): [("AB", "Of both.")]}
    hand = Hand(inquiry, "AB")
    hand.undo()
    hand.undo()
    assert texts(inquiry) == {
        ("Ana Reyes", "service"): [("AB", "From Ana.")], ("Bo Lind", "service"): [("AB", "From Bo.")],
    }  # fmt: skip


def test_the_workbook_has_them_on_its_sheet(inquiry: Inquiry, tmp_path: Path) -> None:
    folder = inquiry.folder
    Hand(inquiry, "AB").tag("s1/7.1", [(inquiry.codebook.by_id["frequency"], None)])
    write_summary(inquiry, "AB", (person(inquiry, "Ana Reyes"), "stance"), "=1+1 is for it", ["7(1)"])
    path = tmp_path / "out.xlsx"
    assert run(folder, "matrix", "-o", str(path)).status == 0
    lines = {line["Witness"]: line for line in table_of(path, "Framework", "Witness")}
    assert lines["Ana Reyes"]["Stance"] == "=1+1 is for it [7(1)]"
    assert lines["Bo Lind"]["Stance"] == ""
