"""Patterns as a description writes them: the words it may use for people and dates, and what is refused."""

from __future__ import annotations

import re

from coder.evidence.dates import DATE
from coder.evidence.names import TITLES
from coder.evidence.styles.slowness import slowness

REACH = 400
"""Characters of a block that a pattern sees. No label, number or heading mark stands further in."""

LONGEST = 2000
"""Characters of one pattern."""

TITLE = (
    rf"(?:{TITLES}|Senator|Sen|Representative|Rep|Congress(?:wo)?man|Ambassador|Secretary|Governor|Mayor"
    r"|Commissioner|Admiral|General|Lieutenant|Brigadier|Commander|Marshal|Justice|Madam|M|MM|Mme|Mmes|Mlle"
    r"|Herr|Frau|Señor|Señora|Sra?|Deputy|Minister|Counsel|Right Hon|Rt Hon)\b\.?"
)
SMALL = r"(?:of|the|to|and|for|in|de|du|des|del|della|di|da|van|von|der|den|la|le|les|al|el|bin|y|i)"
CAPITAL = r"[A-ZÀ-ÖØ-Þ]"
SHORTENED = (
    r"(?:(?<=\b\w\.)|(?<=M[rsx]\.|D[rs]\.|S[tr]\.|Jr\.|MM\.)|(?<=Mrs\.|Mme\.|Hon\.|Sen\.|Rep\.|Rev\.|Col\.|Gen\."
    r"|Ald\.|Sra\.|Sgt\.)|(?<=Prof\.|Cllr\.|Capt\.|Supt\.|Insp\.|Revd\.|Mlle\.))"
)
"""Behind a full stop: it ends an initial or a title, not a sentence."""
WORD = rf"(?:(?:{CAPITAL}\.)++[\w’'\-]*+|{CAPITAL}[\w’'\-]*+(?:\.{SHORTENED})?)"
WORDS = {
    "name": rf"{WORD}(?: (?:{SMALL} ){{0,2}}{WORD}){{0,7}}+",
    "title": TITLE,
    "capitals": rf"{CAPITAL}(?:[A-ZÀ-ÖØ-Þ’'.\-]|Mc|Mac)*+(?: (?:[A-ZÀ-ÖØ-Þ’'.\-]|Mc|Mac)++){{0,5}}+",
    "chair": r"(?:(?i:the|lord|madam|mr|le|la|el) )?(?:(?i:acting) )?"
    r"(?:(?i:chair(?:man|woman|person)?|convener|cathaoirleach|présidente?|presidenta?))\b",
    "date": f"(?i:{re.sub(r'[(][?]P<[a-z0-9]+>', '(?:', DATE.pattern)})",
    "time": r"\d{1,2}(?:[.:h]\d{2})?\s?(?:[ap]\.?m\.?|noon)?",
}
"""What stands for `{name}`, `{title}` and so on in a pattern. `{capitals}` is a name all in capitals."""

USED = re.compile(r"\{([a-z]+)\}")


class PatternError(ValueError):
    """Why a pattern cannot be used, as the end of a sentence."""


def compiled(source: str, *, trusted: bool = False) -> re.Pattern[str]:
    """The pattern a description writes, its `{words}` replaced.

    Raises PatternError where it is too long, no pattern, uses a word that is not there, or (unless it is
    trusted) could take time beyond all measure.
    """
    if len(source) > LONGEST:
        raise PatternError(f"it is over {LONGEST} characters long")
    unknown = [found[1] for found in USED.finditer(source) if found[1] not in WORDS]
    if unknown:
        raise PatternError(f"there is no {{{unknown[0]}}}; there are {', '.join(f'{{{w}}}' for w in WORDS)}")
    try:
        pattern = re.compile(USED.sub(lambda found: f"(?:{WORDS[found[1]]})", source))
    except (re.error, RecursionError, OverflowError) as error:
        raise PatternError(f"it is not a regular expression: {error}") from None
    if not trusted:
        plain = USED.sub("(?:X)", source)  # the words are possessive, so they never give back
        if why := slowness(plain):
            raise PatternError(why)
    return pattern
