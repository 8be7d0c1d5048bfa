"""From tags to counts, and the quotes behind each count. Pure functions over frames.

A count is a number of distinct paragraphs, and so is every total: a paragraph with three codes of a theme
is one paragraph of that theme, of its witness and of the whole. `Selection` says what is counted at all,
`gather` makes the frames once, `based_on` keeps the tags that count, `matrix` counts them, `quotes` lists
what was counted.
"""

from coder.matrices.bases import BASES, based_on
from coder.matrices.counting import MEASURES, Level, Matrix, Measure, axes, categories, find_axis, matrix
from coder.matrices.covering import Covered, coverage
from coder.matrices.flat import NOT_READ, paragraph_by_code
from coder.matrices.gathering import (
    EVIDENCE_ROLES,
    NO_DATE,
    NO_ORGANISATION,
    NO_QUESTION,
    NO_SPEAKER,
    NOT_IN_CODEBOOK,
    NOT_SET,
    Coding,
    gather,
    tree,
)
from coder.matrices.listing import Quote, Quotes, column_heads, quotes
from coder.matrices.naming import axis_name, labels
from coder.matrices.records import ParagraphRow, TagRow
from coder.matrices.saturation import Heard, saturation
from coder.matrices.selecting import Selection
from coder.matrices.together import Together, together

__all__ = [
    "BASES",
    "EVIDENCE_ROLES",
    "MEASURES",
    "NOT_IN_CODEBOOK",
    "NOT_READ",
    "NOT_SET",
    "NO_DATE",
    "NO_ORGANISATION",
    "NO_QUESTION",
    "NO_SPEAKER",
    "Coding",
    "Covered",
    "Heard",
    "Level",
    "Matrix",
    "Measure",
    "ParagraphRow",
    "Quote",
    "Quotes",
    "Selection",
    "TagRow",
    "Together",
    "axes",
    "axis_name",
    "based_on",
    "categories",
    "column_heads",
    "coverage",
    "find_axis",
    "gather",
    "labels",
    "matrix",
    "paragraph_by_code",
    "quotes",
    "saturation",
    "together",
    "tree",
]
