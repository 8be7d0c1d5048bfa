"""Where the parts of each screen stand."""

NEEDED = (60, 15)
"""Columns and rows below which a screen says that it is too small."""

WIDTHS: list[tuple[int, str]] | None = [(0, "-slim"), (NEEDED[0], "-fair"), (110, "-wide")]
HEIGHTS: list[tuple[int, str]] | None = [(0, "-flat"), (NEEDED[1], "-medium"), (30, "-tall")]

CSS = """
Screen { layout: vertical; background: $background; color: $foreground; }
Heading { height: 3; }
HomeHeading { height: 2; }
Footer { height: 1; }
TooSmall { display: none; height: 1fr; }
#bench { height: 1fr; layout: horizontal; }
EvidenceView, SessionList { width: 1fr; height: 1fr; }
RemarkPanel { height: 0; }
#side { width: 29; height: 1fr; layout: vertical; }
CodeList { height: 1fr; }
DefinitionPane { height: 45%; display: none; }
.-wide #side { width: 48; }
.-wide.-tall DefinitionPane { display: block; }
.-slim > *, .-flat > * { display: none; }
.-slim > TooSmall, .-flat > TooSmall { display: block; }

ModalScreen { align: center middle; background: $background 65%; }
#box { layout: vertical; border: round $primary; border-title-color: $primary; background: $background; }
#box > Pager, #box > Matches, #box > Why { height: 1fr; margin: 0 1; }
#box > Field { height: 1; margin: 0 1; }
#box > TextArea { height: 1fr; border: none; background: $background; padding: 0 1; }
"""
