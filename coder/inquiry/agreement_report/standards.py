"""What the reporting guidelines ask for, item by item, and where it is.

GRRAS: Kottner et al. 2011, Guidelines for Reporting Reliability and Agreement Studies. COREQ: Tong, Sainsbury
& Craig 2007, domain 3 (analysis and findings); its first two domains are about the hearing, not the coding.
"""

from __future__ import annotations

from collections.abc import Iterator

from coder.document.content import Block, Heading, Table, Text

YOURS = "for you to write"
GRRAS = (
    ("1", "Title or abstract says that agreement was studied", "Title"),
    ("2", "The instrument", "Methods: the codebook and its revision"),
    ("3", "The subjects", "Methods: the evidence"),
    ("4", "The raters", f"Methods: the coders; who they are is {YOURS}"),
    ("5", "What is known already, and why the study was made", YOURS),
    (
        "6",
        "How the sample size was chosen; raters, subjects, replicates",
        "Double-coding; `coder agreement plan`",
    ),
    ("7", "The sampling method", "Double-coding: assignments, share, seed, strata"),
    ("8", "The rating process, with blinding", "Double-coding: assignments"),
    ("9", "Whether ratings were independent", "Double-coding: blind or open, and how it ended"),
    ("10", "The statistical analysis", "Statistical analysis"),
    ("11", "Actual number of raters, subjects and replicates", "Coverage; units in every table"),
    ("12", "Characteristics of raters and subjects", f"Agreement and prevalence; training is {YOURS}"),
    ("13", "Estimates with their uncertainty", "Results: all codes, each code, theme and pair"),
    ("14", "Practical relevance", f"Codes below the mark; the judgement is {YOURS}"),
    ("15", "Detailed results", "Disagreements; code against code; the workbook and JSON"),
)
COREQ = (
    ("24", "Number of data coders", "Methods: the coders"),
    ("25", "Description of the coding tree", "Each theme, each code; definitions: the codebook"),
    ("26", "Derivation of themes", YOURS),
    ("27", "Software", "Foot of the report"),
    ("28", "Participant checking", YOURS),
    ("29", "Quotations, each identified", "Disagreements; `coder summary`"),
    ("30", "Data and findings consistent", "Disagreements, with the text; before and after adjudication"),
    ("31", "Clarity of major themes", "Each theme"),
    ("32", "Clarity of minor themes", "Each code; codes below the mark"),
)


def standards() -> Iterator[Block]:
    yield Heading(1, "Reporting guidelines", "guidelines")
    yield Text(f"Where each item is; what the journal cannot know is {YOURS}.", "note")
    head, widths = ("Item", "Asks for", "Where"), (0.08, 0.46, 0.46)
    yield Table("GRRAS (Kottner et al. 2011)", head, GRRAS, widths)
    yield Table("COREQ, domain 3 (Tong et al. 2007)", head, COREQ, widths)
