"""Where coders differ, what was decided, and the layer that follows from it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from coder.adjudication import (
    Case,
    Coded,
    Feedback,
    Place,
    Ruling,
    State,
    agreed,
    cases,
    feedback,
    undecided,
)
from coder.codebook import Code
from coder.coding import Change, Entry, Key, Kind, Tag, again_of
from coder.errors import CoderError
from coder.evidence.model import session_of
from coder.inquiry.blindness import refuse_if_blind
from coder.inquiry.folder import Inquiry

AGREED = "agreed"
"""The basis of matrices, and the coder whose name stands on tags of the agreed layer."""
JUDGED: tuple[Kind, ...] = ("tag", "read", "unjudged", "decision", "proposal", "case")
REASONS = ("overlooked", "misread", "outside the definition", "meant by the context", "codebook unclear")
"""Offered before those that were given in this inquiry."""


def coded(inquiry: Inquiry, coders: Collection[str] = (), paragraph: str = "") -> Coded:
    """All that these coders (everyone, first codings only) said, and what was said of it; of one paragraph
    where it is named. Raises CoderError where who asks codes blind.
    """
    refuse_if_blind(inquiry, "Adjudication")
    found, journal = Coded(), inquiry.store.journal
    for key, value in journal.everybodys(paragraph) if paragraph else journal.state(*JUDGED):
        kind, coder, subject, code = key
        if kind in ("tag", "read", "unjudged"):
            if coder in coders if coders else not again_of(coder):
                _said(found, key, value)
        elif kind == "decision":
            found.decisions[subject, code] = _ruling(value)
        elif kind == "proposal":
            found.proposals.setdefault((subject, code), []).append(_ruling(value))
        elif kind == "case":
            found.states[subject, code] = value
    return found


def _said(found: Coded, key: Key, value: dict[str, Any]) -> None:
    kind, coder, subject, code = key
    if kind == "unjudged":
        found.unjudged.setdefault((subject, code), set()).add(coder)
        return
    found.readers.setdefault(subject, set()).add(coder)
    if kind == "tag":
        found.tags.setdefault((subject, code), {})[coder] = value.get("value")


def _ruling(value: dict[str, Any]) -> Ruling:
    return Ruling(
        value["decision"], value["reason"], value["by"], tuple(value.get("present", ())), value.get("value")
    )


def queue(
    inquiry: Inquiry,
    coders: Collection[str] = (),
    states: Collection[State] = ("open", "discussing"),
    code: str = "",
    session: str = "",
) -> list[Case]:
    """The cases in these states, in the order of the evidence and of the codebook; of one code or session
    where they are named."""
    places = {placed.paragraph.id: place for place, placed in enumerate(inquiry.store.index.everything())}
    codes = {one.id: place for place, one in enumerate(inquiry.codebook.codes)}
    found = [
        case for case in cases(coded(inquiry, coders))
        if case.state in states and case.paragraph in places
        and (not code or case.code == code) and (not session or session_of(case.paragraph) == session)
    ]  # fmt: skip
    return sorted(found, key=lambda one: (places[one.paragraph], codes.get(one.code, len(codes)), one.code))


class Reviewer:
    """A reviewer's hand. Each action is one journal batch, durable when it returns."""

    def __init__(self, inquiry: Inquiry, name: str) -> None:
        """Raises CoderError where the reviewer codes blind."""
        refuse_if_blind(inquiry, "Adjudication")
        self.inquiry, self.name = inquiry, name

    def decide(self, paragraph: str, code: Code, ruling: Ruling) -> list[Entry]:
        """Settle a case. Raises CoderError where no reason is given, or it does not fit what was said."""
        state = self._state(paragraph, code) | {"state": "resolved"}
        return self._act([
            Change("decision", "", paragraph, code.id, self._value(paragraph, code, ruling)),
            Change("case", "", paragraph, code.id, state),
        ])  # fmt: skip

    def propose(self, paragraph: str, code: Code, ruling: Ruling) -> list[Entry]:
        """Say how one would settle it; each reviewer has one proposal a case. Raises as `decide` does."""
        value = self._value(paragraph, code, ruling)
        return self._act([Change("proposal", self.name, paragraph, code.id, value)])

    def put_in_state(self, paragraph: str, code: Code, state: State, note: str = "") -> list[Entry]:
        """Move a case on without a decision: to discuss it, leave it divergent, or open it again.

        A decision there was is taken away. Raises CoderError for `resolved`: a decision does that.
        """
        if state == "resolved":
            raise CoderError(f"{paragraph} {code.id}: a decision resolves a case: accept, reject or add.")
        value = self._state(paragraph, code) | {"state": state} | ({"note": note} if note else {})
        return self._act([
            Change("case", "", paragraph, code.id, value),
            Change("decision", "", paragraph, code.id, None),
        ])  # fmt: skip

    def mark_unclear(self, paragraph: str, code: Code, note: str = "") -> list[Entry]:
        """Collect a paragraph as an example for a better definition; the case stays where it is."""
        value = self._state(paragraph, code)
        value.setdefault("state", coded(self.inquiry, (), paragraph).case((paragraph, code.id)).state)
        value |= {"unclear": True} | ({"note": note} if note else {})
        return self._act([Change("case", "", paragraph, code.id, value)])

    def _value(self, paragraph: str, code: Code, ruling: Ruling) -> dict[str, Any]:
        reason = " ".join(ruling.reason.split())
        if not reason:
            raise CoderError(f"{paragraph} {code.id}: say why, which coders read as feedback: --reason TEXT.")
        case = coded(self.inquiry, (), paragraph).case((paragraph, code.id))
        if ruling.verdict == "add" and case.put:
            raise CoderError(f"{paragraph}: {code.id} is there already; accept it or reject it.")
        if ruling.verdict != "add" and not case.put:
            raise CoderError(f"{paragraph}: nobody put {code.id} there; add it, where it belongs.")
        if ruling.step is not None and not 1 <= ruling.step <= len(code.values):
            raise CoderError(f"{paragraph}: {code.id} has no step {ruling.step} (of {len(code.values)}).")
        value = {"decision": ruling.verdict, "reason": reason, "present": list(ruling.present)}
        return value | {"by": self.name} | ({} if ruling.step is None else {"value": ruling.step})

    def _state(self, paragraph: str, code: Code) -> dict[str, Any]:
        return dict(self.inquiry.store.journal.value(("case", "", paragraph, code.id)) or {})

    def _act(self, changes: list[Change]) -> list[Entry]:
        return self.inquiry.store.journal.act(self.name, changes, self.inquiry.codebook.revision)


# ---- what follows


def agreed_tags(inquiry: Inquiry) -> tuple[list[Tag], int]:
    """The agreed layer as tags of the coder `agreed`, and how many disputes are not decided."""
    said = coded(inquiry)
    tags = [Tag(AGREED, paragraph, code, step) for (paragraph, code), step in agreed(said).items()]
    return tags, undecided(said)


def decided(inquiry: Inquiry) -> dict[Place, bool]:
    """Whether each decision in force puts its code."""
    return {place: ruling.puts for place, ruling in coded(inquiry).decisions.items()}


def feedback_for(inquiry: Inquiry, coder: str) -> list[Feedback]:
    """Where decisions went another way than a coder, in the order of the evidence."""
    places = {placed.paragraph.id: place for place, placed in enumerate(inquiry.store.index.everything())}
    found = [one for one in feedback(coded(inquiry), coder) if one.paragraph in places]
    return sorted(found, key=lambda one: places[one.paragraph])


def reasons(inquiry: Inquiry) -> list[str]:
    """Reasons to choose from: those that are usual, then those given here, the most frequent first."""
    from collections import Counter

    refuse_if_blind(inquiry, "Adjudication")
    given = Counter(value["reason"] for _, value in inquiry.store.journal.state("decision"))
    return list(dict.fromkeys([*REASONS, *(reason for reason, _ in given.most_common())]))
