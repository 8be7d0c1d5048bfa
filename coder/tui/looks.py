"""Where the parts of each screen stand."""

NEEDED = (60, 15)
"""Columns and rows below which a screen says that it is too small."""

CSS = """
Screen { layout: vertical; background: $background; color: $foreground; }
Heading { height: 3; }
Footer { height: 1; }
TooSmall { display: none; height: 1fr; }
#bench { height: 1fr; layout: horizontal; }
EvidenceView { width: 1fr; height: 1fr; }
#side { width: 29; height: 1fr; layout: vertical; }
CodeList { height: 1fr; }
DefinitionPane { height: 40%; display: none; }
.-wide #side { width: 48; }
.-wide.-tall DefinitionPane { display: block; }
.-slim > *, .-flat > * { display: none; }
.-slim > TooSmall, .-flat > TooSmall { display: block; }
"""
