"""What begins or ends a paragraph, told from its text."""

from __future__ import annotations

import re

from coder.evidence.blocks import SIGN

ENDED = re.compile(r"[.?!:;…][\"'”’)\]]*$")
"""The end of a sentence."""
MARKER = re.compile(rf"(?:{SIGN.pattern})(?:\s|$)")
"""A list or paragraph number at the start of a line; its text may stand apart from it."""
NUMBER = re.compile(r"Q\.?\s?\d+|\d{1,3}(?:\.\d{1,3})+\.?\s")
"""The number of a question, or of a section and paragraph."""
BULLET = re.compile(r"[•▪‣·◦○●■□►➢✓❖\ue000-\uf8ff]\s*|[o§]$")
"""A printed bullet; symbol fonts have theirs in the private area, or print an `o` or `§` alone as one."""
LABEL = re.compile(
    r"\(?[A-Z](?:[^.:;?!]|(?<=[A-Z])\.|(?<=\bM[rs])\.|(?<=\bMrs)\.|(?<=\bDr)\.){1,70}:\s"
    r"|\([A-Z][\w'’. -]{2,60}\)\s|(?:Mr|Mrs|Ms|Dr)\. [A-Z][\w'’-]{1,30}\.\s"
)
"""A speaker, as `Name:`, `(Name)` or `Mr. Name.`."""
LISTED = re.compile(r"(?:Members |Also )?[Pp]resent:|In attendance:|Apologies:|Witness(?:es)?:")
"""The label of a list of people on a title page."""
DAY = re.compile(r"(?:[A-Z][a-z]{5,8},? )?\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]{2,8},? \d{4}", re.ASCII)
"""A date, set by itself."""
