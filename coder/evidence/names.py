"""Names of people in print: lists of those present, and the witnesses in an item's heading."""

from __future__ import annotations

import re

from coder.evidence.model import Witness

TITLES = (
    "Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Lord|Lady|Baroness|Baron|Viscount|Earl|Cllr|Councillor|Cllrs|Councillors"
    "|Rev|Revd|Reverend|Canon|Father|Rabbi|Imam|Judge|Ald|Alderman|Hon|Col|Colonel|Major|Capt|Captain|Sgt|Supt|Insp"
)
TITLED = re.compile(rf"(?:(?:{TITLES})\b\.?\s+)+[A-Z]")
WORDS = re.compile(r"[A-Za-z][\w'’.-]*")
CHAIR = r"chair(?:man|woman|person)?"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


OFFICES = _words(
    """
    officer officers director directors manager managers head heads chief executive lead leader
    adviser advisor assistant deputy president vice chair chairman chairwoman chairperson secretary
    treasurer trustee founder partner consultant coordinator co-ordinator commissioner commissioning
    member members councillor clerk solicitor engineer accountant auditor analyst researcher
    research professor lecturer teacher headteacher nurse doctor gp inspector superintendent
    constable sergeant administrator administrative supervisor representative spokesperson
    ambassador governor principal senior junior interim acting strategic operations operational
    regional area district county national local corporate programme project policy planning
    development service services improvement support youth worker volunteer volunteers carer
    resident cabinet portfolio holder business finance financial legal democratic community
    communities public health social care adult adults children childrens education housing
    transport environment highways scrutiny performance quality procurement contracts contract
    communications resources human information technology digital strategy partnership partnerships
    monitoring general managing owner ceo cfo coo dean bishop vicar warden ranger librarian curator
    editor journalist economist statistician scientist fellow reader chairs town parish borough city
    """
)
"""Words of posts: none is part of a person's name in a heading, and one after a name begins its role."""

BODIES = _words(
    """
    council authority trust board committee association society charity foundation company ltd
    limited plc llp cic group union university college school hospital nhs ccg department ministry
    office agency institute centre center federation forum network alliance consortium enterprise
    enterprises partnership church chamber bureau advice fund hub project club league federation
    union commission panel police fire rescue ambulance constabulary bank concern aid uk care homes
    housing england wales scotland ireland
    """
)
"""Words of organisations."""

HEADING_WORDS = _words(
    """
    apologies absence declarations declaration interest interests minutes matters arising business
    urgent exempt any other agenda item items update report reports summary introduction
    introductions welcome date next meeting wrap up key points conclusion conclusions
    recommendations discussion evidence session questions question answers presentation background
    exclusion press work terms reference break lunch close closing opening remarks actions overview
    review findings themes written oral visit notes
    """
)
"""Words that headings of business without a witness are made of."""

NOT_NAMES = (
    OFFICES | BODIES | HEADING_WORDS | _words("the of for and in on to with at from by part one two three")
)

BRACKETS = r"\([^()]*\)|\[[^\[\]]*\]|"
JOINED = re.compile(
    BRACKETS + r"(?P<mark>\s*(?:;|\n)\s*(?:(?:and|with|&)\s+)?"
    r"|,?\s+(?:together with|accompanied by|alongside|along with|with|and|&)\s+|,\s+)"
)
LISTED = re.compile(BRACKETS + r"(?P<mark>\s*;\s*|\s*\n\s*|,\s*(?:and\s+)?|\s+and\s+|\s+&\s+)")
PLURAL = re.compile(r"(Councillors|Cllrs|Messrs)\.?\s+(?=[A-Z])")
INITIAL_LAST = re.compile(r"\b[A-Z]\.$")
CHAIR_ROLE = re.compile(rf"(?:in\s+the\s+chair|(?:vice[- ])?{CHAIR}|the\s+{CHAIR})\b", re.IGNORECASE)
TITLES_FIRST = re.compile(rf"(?:(?:{TITLES})\b\.?\s+)*")
PART = re.compile(r"[^\s,;()–—]+")
NAME_PART = re.compile(r"[A-Z][\w'’.-]*|(?:de|van|von|der|den|la|le|al|bin|ap|ó|ní|d'[A-Z]\w+)")
SHARED_POST = re.compile(
    r"^(?:joint|co-|both)|\b(?:officers|directors|managers|heads|leaders|trustees|founders|partners|coordinators|co-ordinators"
    r"|advis[eo]rs|volunteers|workers|members|councillors|representatives|consultants|professors|doctors|nurses|carers)\b",
    re.IGNORECASE,
)
LEAD = re.compile(
    r"(?:(?:oral\s+|further\s+)?(?:evidence|interview|discussion|meeting|presentation|hearing|session|witness(?:es)?)"
    r"(?:\s+(?:session|given))?\s*(?:\s(?:from|with|by|of)\s|[:\-–—]\s*))+",
    re.IGNORECASE,
)
DASH = re.compile(r"\s+[-–—]\s+|\s*[–—]\s*")


# Lists of those present


def people_of(text: str) -> tuple[str, ...]:
    """A PRESENT list as its people, each as printed: `Mr M J Angell (Chairman)`."""
    pieces = _split(text, LISTED)
    titled = any(TITLED.match(piece) for _, piece in pieces)
    people: list[str] = []
    plural = ""
    for mark, raw in pieces:
        piece = raw.strip()
        if piece.endswith(".") and not INITIAL_LAST.search(piece):
            piece = piece.rstrip(".")
        if not piece:
            continue
        if many := PLURAL.match(piece):
            plural, piece = (
                {"Councillors": "Councillor ", "Cllrs": "Cllr ", "Messrs": "Mr "}[many[1]],
                piece[many.end() :],
            )
            titled = False
        elif TITLED.match(piece):
            plural = ""
        if people and mark.strip() not in (";", "") and _belongs(piece, titled, mark):
            people[-1] += mark.rstrip() + " " + piece if mark.strip() == "," else f" {mark.strip()} {piece}"
        elif people and mark.strip() == "" and "\n" not in mark and not people[-1]:
            people[-1] = piece
        else:
            people.append(plural + piece if not TITLED.match(piece) else piece)
    return tuple(people)


def _belongs(piece: str, titled: bool, mark: str) -> bool:
    """A piece of a list is the role of the person before it."""
    if TITLED.match(piece):
        return False
    if CHAIR_ROLE.match(piece):
        return True
    words = {word.casefold() for word in WORDS.findall(re.sub(r"\([^()]*\)", "", piece))}
    if not titled and name_in(piece):
        return False
    return bool(words & (OFFICES | BODIES)) or not re.match(r"[A-Z]", piece)


def _split(text: str, pattern: re.Pattern[str]) -> list[tuple[str, str]]:
    """(mark that stood before, piece) for each piece, brackets kept whole."""
    out, at, before = [], 0, ""
    for found in pattern.finditer(text):
        if found["mark"]:
            out.append((before, text[at : found.start()]))
            before, at = found[0], found.end()
    out.append((before, text[at:]))
    return out


# Witnesses in a heading


def witnesses_of(heading: str) -> tuple[Witness, ...]:
    """The people an item's heading names, with role and organisation; none where it names no person.

    `A B, Head of C with D E, Manager (F)`: people are parted by semicolons and lines, and by "with",
    "and", "&" or a comma where a name follows that has a post, or where all are bare names.
    """
    text = LEAD.sub("", heading, count=1).strip() if LEAD.match(heading) else heading.strip()
    people: list[str] = []
    for mark, piece in _split(text, JOINED):
        if people and not _new_person(mark, piece, text, people):
            people[-1] += mark + piece
        else:
            people.append(piece)
    found = [witness for person in people if (witness := _witness(person)) is not None]
    if len(found) < len(people):
        return ()
    last = found[-1]
    if SHARED_POST.search(last.role):  # "A B and C D, Joint Managers, E" speaks of both
        found = [
            Witness(w.name, last.role, last.organisation) if not w.role and not w.organisation else w
            for w in found
        ]
    return tuple(found)


def _new_person(mark: str, piece: str, text: str, people: list[str]) -> bool:
    name = name_in(piece)
    if not name:
        return False
    if TITLED.match(piece) or ";" in mark or "\n" in mark:
        return True
    rest = text[text.find(mark + piece) + len(mark) + len(name) :].lstrip()
    has_post = bool(rest) and _post_follows(rest)
    bare = name_in(people[-1]) == people[-1].strip()
    if mark.strip() == ",":
        return (has_post and not (bare and not _post_follows(rest, strict=True))) or (
            bare and _all_bare(text)
        )
    return has_post or bool(re.match(r"[,(–—-]", rest)) or (bare and rest == "")


def _post_follows(rest: str, strict: bool = False) -> bool:
    """What stands after a name is a post: `, Head of ...`, `(Director)`, `Planning Manager`."""
    words = WORDS.findall(rest.lstrip(" ,(–—-"))[:4]
    if not words:
        return False
    return any(word.casefold() in OFFICES for word in (words[:2] if strict else words))


def _all_bare(text: str) -> bool:
    """Names and nothing else. Two that only a comma parts are more often a person and an organisation."""
    pieces = _split(text, JOINED)
    return all(name_in(piece) == piece.strip() for _, piece in pieces) and pieces[-1][0].strip() != ","


def name_in(text: str) -> str:
    """The name of a person a text begins with, or nothing: a title and a name, or two to four names."""
    text = text.strip()
    head = TITLES_FIRST.match(text)
    at = head.end() if head else 0
    count = 0
    end = at
    for found in PART.finditer(text[at:]):
        word = found[0].rstrip(".:")
        gap = text[at:][end - at : found.start()] if count else ""
        if gap.strip() or word.casefold() in NOT_NAMES or count == 4:
            break
        if not NAME_PART.fullmatch(word):
            break
        count += 1
        end = at + found.end()
    return text[:end].strip() if count >= (1 if at else 2) else ""


def _witness(text: str) -> Witness | None:
    """One person with what the heading says of them; None where it does not begin with a name."""
    text = text.strip(" ,;.-–—\n")
    name = name_in(text)
    if not name:
        return None
    rest = text[len(name) :]
    organisation = None
    if found := re.search(r"\s*\(([^()]*)\)\s*$", rest):
        rest, inside = rest[: found.start()], found[1].strip()
        if rest.strip(" ,–—-") or not _post_follows(inside):
            organisation = inside
        else:
            rest = inside
    role = rest.strip(" ,;:–—-\n")
    if organisation is None:
        role, organisation = _parted(role)
    return Witness(name, " ".join(role.split()), organisation or None)


def _parted(text: str) -> tuple[str, str | None]:
    """Role and organisation: parted by a dash, "at" or a comma; a lone organisation has no role."""
    pieces = DASH.split(text)
    if len(pieces) > 1:
        return ", ".join(pieces[:-1]), pieces[-1].strip()
    if found := re.search(r"\s+at\s+(?=(?:the\s+)?[A-Z])", text):
        return text[: found.start()].rstrip(","), text[found.end() :]
    pieces = text.split(", ")
    for at, piece in enumerate(pieces[1:], 1):
        words = {word.casefold() for word in WORDS.findall(piece)}
        if words & BODIES or not words & OFFICES:
            return ", ".join(pieces[:at]), ", ".join(pieces[at:])
    words = {word.casefold() for word in WORDS.findall(text)}
    if text and not words & OFFICES:
        return "", text
    return text, None
