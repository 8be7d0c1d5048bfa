"""The basis: whose tags count."""

from __future__ import annotations

from dataclasses import replace

from coder.errors import CoderError
from coder.matrices.gathering import Coding

BASES = ("any", "majority", "all", "agreed")


def based_on(coding: Coding, basis: str) -> Coding:
    """The coding with only the tags that count.

    `any`: every tag. `majority`: a code on a paragraph where more than half of the coders who read the
    paragraph put it. `all`: where every coder who read it did. `agreed`: every tag, which are then those of
    the agreed layer. Otherwise the initials of one coder. Raises CoderError where no coder has these
    initials.
    """
    tags = coding.tags
    if basis in ("any", "agreed"):
        return coding
    if basis not in BASES:
        known = sorted(set(coding.readings["coder"]))
        if basis not in known:
            choice = ", ".join([*BASES, *known])
            raise CoderError(f"No coder {basis} has read or tagged this evidence; a basis is {choice}.")
        return replace(coding, tags=tags[tags["coder"] == basis].reset_index(drop=True))
    readers = tags["paragraph"].map(coding.readings["paragraph"].value_counts())
    agreeing = tags.groupby(["paragraph", "code"], observed=True)["coder"].transform("size")
    counted = agreeing == readers if basis == "all" else agreeing * 2 > readers
    return replace(coding, tags=tags[counted].reset_index(drop=True))
