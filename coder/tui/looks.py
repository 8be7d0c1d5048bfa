"""Where the parts of the full screens stand, and how large they are."""

NEEDED = (60, 15)
"""Columns and rows below which a screen says that it is too small."""

WIDE, TALL = 110, 30
"""Columns and rows from which the meaning of a code stands below the list of codes."""

SIDE, WIDE_SIDE = 29, 48
"""Columns of the list of codes."""

BESIDE, OUTLINE = 130, 40
"""Columns from which the outline stands beside the codes, not in their place, and those of the outline."""

CSS = """
Room { layout: vertical; background: $background; color: $foreground; }
Heading { split: top; height: 3; }
HomeHeading { split: top; height: 3; }
BookHeading, ReviewHeading, MatrixHeading { split: top; height: 2; }
Footer { split: bottom; height: 1; }
CodeList { split: right; width: 29; height: 1fr; }
CodebookScreen > Pager { split: right; width: 50; height: 1fr; }
OutlinePanel { split: right; width: 29; height: 1fr; }
.-aside { display: none; }
EvidenceView, SessionList, CodeTree, StaleView, MatrixGrid, TooSmall { width: 1fr; height: 1fr; }
IntervalHead { split: top; height: 2; }
ConfusionHead { split: top; height: 1; }
ReviewerHeading { split: top; height: 2; }
Reviewing > Choices, DifferenceView { width: 1fr; height: 1fr; }
DifferencesScreen > Pager { split: right; height: 1fr; }
RemarkPanel, AssignedPanel { height: 0; }
TooSmall { display: none; }
.-small > * { display: none; }
.-small > TooSmall { display: block; }
"""
