"""Who speaks: names in running text resolved to the people of a session, never guessed.

Minutes report speech: "Ruth responded that", "In response to a question, Paul advised", "He added".
A name counts where a verb of saying follows it, and means a person where it can mean only one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, groupby
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from coder.evidence.model import Role, Witness
from coder.evidence.names import CHAIR, TITLES

SAYING = """
    accept(?:ed|s) acknowledged?s? add(?:ed|s) admit(?:ted|s) advise[ds] agree[ds] alerted announced
    answer(?:ed|s) anticipated appealed argue[ds] asked asserted assured began believe[ds] cautioned
    challenged cited claim(?:ed|s) clarified comment(?:ed|s) compared concede[ds] conclude[ds]
    confirm(?:ed|s) considered continue[ds] contrasted countered declared denied describe[ds]
    detailed disagreed disclosed discussed doubted drew echoed elaborated emphasi[sz]e[ds]
    encouraged endorsed enquired estimated expanded expected explain(?:ed|s) expressed feared feels
    felt finished flagged gave gives guessed highlight(?:ed|s) hoped identified illustrated
    indicated informed inquired insisted introduced invited listed made maintained mentioned noted
    objected observed offered opened outlined paid pointed praised predicted preferred presented
    promised proposed queried questioned quoted raised reaffirmed recalled recogni[sz]ed recommended
    reckoned referred reflected regretted reiterated rejected remarked reminded repeated replie[ds]
    replied report(?:ed|s) requested responded restated reviewed said says saw shared showed spoke
    stated states stress(?:ed|es) submitted suggest(?:ed|s) summari[sz]ed supposed suspected talked
    tells testified thanked thinks thought told took turned undertook urged used voiced walked
    warned welcomed wished wondered knew wanted did put
""".split()  # noqa: SIM905
"""Verbs by which minutes report speech, each a pattern."""

SAYING_SO = (
    r"set out",
    r"went on",
    r"went onto",
    r"would say",
    r"was of the (?:view|opinion)",
    r"was (?:clear|sure|certain|confident|concerned|worried|sorry|pleased) (?:that|about|to)",
    r"was not (?:sure|aware|certain|able)",
    r"could not (?:say|comment|answer)",
    r"did not (?:think|know|believe|agree|accept)",
    r"had (?:said|explained|seen|found|heard)",
    r"would (?:like|welcome|prefer|not)",
)
VERBS = "|".join(
    f"{letter}(?:{'|'.join(verb[1:] for verb in verbs)})"
    for letter, verbs in groupby(sorted([*SAYING, *SAYING_SO], key=itemgetter(0)), itemgetter(0))
)
"""Any of them, by first letter: most words are then told to be none at their first."""
ADVERB = (
    r"(?:\w+ly|also|then|again|further|next|later|first|both|duly|once more|at first|however"
    r"|in (?:turn|reply|response|conclusion))"
)
NAME = r"[A-Z][\w’'-]*+\.?+(?: (?:(?:de|van|von|der|al|of the) )?[A-Z][\w’'-]*+\.?+){0,5}+"
BETWEEN = rf"(?: ?\([^()]{{1,80}}\)|, [^,.;:]{{1,90}},)?(?:,? {ADVERB},?){{0,2}}+"
ATTRIBUTED = re.compile(rf"(?P<name>{NAME}){BETWEEN} (?P<verb>{VERBS})\b")
SUBJECT = re.compile(
    rf"(?P<name>{NAME}){BETWEEN} "
    r"(?P<verb>(?!arrived|attended|joined|received|seemed|appeared|retired)[a-z]+ed)\b"
)
"""At the start of a paragraph a person's name may have any verb that tells what they did."""

PASSIVE = re.compile(rf" by (?P<name>(?:the )?{NAME})")
TOLD = re.compile(
    r"\b(?:advised|told|informed|explained|confirmed|reported|stated|clarified|assured|noted|suggested)$"
)
"""What stands before `by`. Words before `by` are few, so that is sought first."""
INVERTED = re.compile(rf"[”\"’',] (?:said|replied|added|answered|explained) (?P<name>{NAME})")
PRONOUN = re.compile(rf"(?P<name>He|She|They)(?: {ADVERB}){{0,2}} (?P<verb>{VERBS})\b")
PRONOUNS = "HST"
"""With what a paragraph begins that begins with one; most are settled by a look at one letter."""
BOTH = re.compile(rf"(?:{NAME})(?: ?\([^()]{{1,80}}\))?,? (?:and|&) $")
UNSAID = "who answers is not said"
JOINING = ("d ", "& ")
THE_CHAIR = re.compile(rf"(?:the )?{CHAIR}(?: of the .+)?$", re.IGNORECASE)
GROUP = re.compile(
    r"(?:(?:The |All |Some |Several |Other |A number of )?(?:[Ss]elect )?"
    r"(?:[Mm]embers?|Committee|Panel|Board|Councillors|[Oo]fficers)\b"
    r"|It was |There was (?:a )?(?:discussion|agreement|debate)"
    r"|A (?:[Mm]ember|discussion|question|[Cc]ouncillor)\b)",
)
TITLE_WORD = re.compile(rf"(?:{TITLES})\.?$", re.IGNORECASE)
STRANGER = re.compile(
    rf"(?P<name>(?:(?:{TITLES})\.? )+[A-Z][\w’'-]*(?: [A-Z][\w’'-]*){{0,3}}"
    r"|[A-Z][a-z]+ [A-Z][a-z’'-]+|[A-Z][a-z]+) "
    r"(?:said|replied|responded|explained|advised|added|stated|answered|agreed|told)\b"
)
LABEL = re.compile(rf"(?P<name>(?:The )?{NAME}) ?[:–—] ?(?=[A-Z“‘\"'])")
HE, SHE = (
    frozenset({"mr", "sir", "lord", "father"}),
    frozenset({"mrs", "ms", "miss", "dame", "lady", "baroness"}),
)
TITLED = HE | SHE
ASKING = frozenset(
    {"asked", "queried", "questioned", "enquired", "inquired", "requested", "wondered", "raised"}
)
HOSTING = ASKING | {"welcomed", "thanked", "invited", "introduced", "opened", "reminded", "informed"}


class Person(NamedTuple):
    """A person of the session, by the name that stands as `speaker`."""

    name: str
    kind: str
    title: str
    words: tuple[str, ...]


Name: TypeAlias = tuple[str, list[Person], str]


class Said(NamedTuple):
    """Who speaks in a paragraph, with what a person should look at. `verb` is the one that tells, if any."""

    speaker: Person | None = None
    look: str = ""
    verb: str = ""
    label: str = ""
    cut: int = 0
    """Length of the label with what parts it from the sentence."""


def person_of(name: str, kind: str) -> Person:
    """A person from a printed name; what stands in brackets or after a comma is a post, not the name."""
    plain = re.split(r"\s*[(,]", name, maxsplit=1)[0].strip()
    words = _words(plain)
    titles = 0
    while titles < len(words) - 1 and TITLE_WORD.match(words[titles]):
        titles += 1
    return Person(plain, kind, words[0] if titles else "", tuple(words[titles:]))


def chair_of(present: Iterable[str]) -> Person | None:
    """The member printed as in the chair."""
    for name in present:
        if re.search(rf"(?<!vice[- ])(?<!deputy )\b{CHAIR}\b", name, re.IGNORECASE):
            return person_of(name, "member")
    return None


def _words(name: str) -> list[str]:
    return name.replace("’", "'").replace(".", " ").casefold().split()


Index: TypeAlias = dict[str, list[Person]]
"""People by every way in which a text may name them, without titles, in small letters."""


def index(people: Iterable[Person]) -> Index:
    """`Ruth Lane` by full name, first name, surname, `r lane` and initials."""
    known: Index = {}
    for person in people:
        words = person.words
        keys = {" ".join(words), words[-1]} if words else set()
        if len(words) > 1:
            keys |= {
                f"{words[0]} {words[-1]}",
                f"{words[0][0]} {words[-1]}",
                "".join(word[0] for word in words),
            }
            if len(words[0]) > 1:
                keys.add(words[0])
        for key in keys:
            if not any(_same(person, other) for other in known.setdefault(key, [])):
                known[key].append(person)
    return known


def _same(one: Person, other: Person) -> bool:
    return one.words == other.words and one.title == other.title


class People:
    """Those who may speak in an item: its witnesses, and the members and officials of the session."""

    def __init__(self, witnesses: Iterable[Witness], session: Index, chair: Person | None) -> None:
        self.witnesses = [person_of(witness.name, "witness") for witness in witnesses]
        self.chair = chair
        self.endings: dict[str, tuple[str, list[Person]]] = {}
        self.known = {**session}
        for key, people in index(self.witnesses).items():
            others = [
                person for person in session.get(key, ()) if not any(_same(person, own) for own in people)
            ]
            self.known[key] = people + others

    def named(self, name: str) -> list[Person]:
        """Everyone a printed name can mean."""
        if THE_CHAIR.match(name):
            return [self.chair] if self.chair else []
        words = _words(name)
        title = ""
        while len(words) > 1 and TITLE_WORD.match(words[0]):
            title = title or words[0]
            words = words[1:]
        if (
            title
            and len(words) == 1
            and not any(words[0] == person.words[-1] for person in self.known.get(words[0], ()))
        ):
            return []
        people = self.known.get(" ".join(words), [])
        return [person for person in people if _fits(title, person)] if title else people

    def ending(self, name: str) -> tuple[str, list[Person]]:
        """Everyone the end of a run of capitalised words can mean: "However Ruth" is Ruth."""
        if name not in self.endings:
            self.endings[name] = self._ending(name)
        return self.endings[name]

    def _ending(self, name: str) -> tuple[str, list[Person]]:
        rest = name
        while rest:
            if people := self.named(rest):
                return rest, people
            rest = rest.partition(" ")[2]
        return name, []


def _fits(title: str, person: Person) -> bool:
    """A title does not contradict the one printed elsewhere."""
    return not ((title in HE and person.title in SHE) or (title in SHE and person.title in HE))


def _label_in(text: str) -> re.Match[str] | None:
    """The speaker printed before the words, sought only where a colon or dash is near."""
    near = text[:120]
    return LABEL.match(text) if ":" in near or "–" in near or "—" in near else None


def _passive(text: str) -> Iterator[re.Match[str]]:
    """Names by whom something was told: "Members were advised by Ruth"."""
    for found in PASSIVE.finditer(text):
        if TOLD.search(text, max(0, found.start() - 15), found.start()):
            yield found


class Speakers:
    """Follows one item, paragraph by paragraph, and says who speaks in each."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.before: Person | None = None
        self.witness: Person | None = None
        self.asked = False
        self.gender: dict[str, str] = {
            person.name: "he" if person.title in HE else "she"
            for person in people.witnesses
            if person.title in TITLED
        }

    def question(self) -> None:
        """A question has been put: "he" may be any witness again."""
        self.asked = True

    def of(self, text: str, role: Role) -> Said:
        """Who speaks in this paragraph."""
        said = self._said(text, role)
        self.before = said.speaker
        if said.speaker is not None and said.speaker.kind == "witness":
            self._learn_gender(text, said)
            self.witness, self.asked = said.speaker, False
        return said

    def _learn_gender(self, text: str, said: Said) -> None:
        """Helen, who is the only one to speak in a paragraph that goes on with "she", is a she."""
        if said.speaker is None or said.verb in ("", "pronoun") or said.speaker.name in self.gender:
            return
        pronoun = PRONOUN.search(text)
        if (
            pronoun
            and pronoun["name"] != "They"
            and all(people == [said.speaker] for _, people, _ in self._names(text))
        ):
            self.gender[said.speaker.name] = pronoun["name"].casefold()

    def _said(self, text: str, role: Role) -> Said:
        if (found := _label_in(text)) and len(people := self.people.named(found["name"])) == 1:
            return Said(people[0], verb="said", label=found["name"], cut=found.end())
        if text[:1] in PRONOUNS and (found := PRONOUN.match(text)):
            return self._pronoun(found)
        return self._named(text, role) or self._unnamed(text, role)

    def _named(self, text: str, role: Role) -> Said | None:
        """By a name with a verb of saying; of an answer's, a witness's before a member's who asks."""
        first, joint = self._first(text, role in ("answer", "followup"))
        if first is None:
            return Said(look="two people speak as one") if joint else None
        name, people, verb = first
        if len(people) > 1:
            return Said(look=f"{name} may be {' or '.join(person.name for person in people)}")
        title = name.partition(" ")[0].rstrip(".").casefold()
        if title in TITLED:
            self.gender.setdefault(people[0].name, "he" if title in HE else "she")
        return Said(people[0], verb=verb)

    def _unnamed(self, text: str, role: Role) -> Said:
        """Nobody whom the item knows is named."""
        if GROUP.match(text):
            return Said(look=UNSAID)
        if (found := STRANGER.match(text)) and not THE_CHAIR.match(found["name"]):
            return Said(look=f"{found['name']} is not among the people of this item")
        if found := PRONOUN.search(text):
            return self._pronoun(found)
        return self._unattributed(role)

    def _first(self, text: str, witness: bool) -> tuple[Name | None, bool]:
        """The first name that speaks (a witness's, where there is one), and whether two speak as one."""
        first, joint = None, False
        for name in self._names(text):
            if not name[1]:
                joint = True
            elif not witness or any(person.kind == "witness" for person in name[1]):
                return name, joint
            else:
                first = first or name
        return first, joint

    def _names(self, text: str) -> Iterator[Name]:
        """Names with a verb of saying: as printed, whom they can mean (nobody where two speak), verb."""
        none = True
        for found in ATTRIBUTED.finditer(text):
            name, people = self.people.ending(found["name"])
            if people:
                none = False
                start = found.start() + len(found["name"]) - len(name)
                yield name, [] if self._is_joint(text, start) else people, found["verb"]
        if none and (subject := SUBJECT.match(text)):
            name, people = self.people.ending(subject["name"])
            if people:
                none = False
                yield name, people, subject["verb"]
        for found in chain(_passive(text), INVERTED.finditer(text)) if none else ():
            name, people = self.people.ending(found["name"])
            if people:
                yield name, people, "said"

    def _is_joint(self, text: str, start: int) -> bool:
        """Another who may speak is named before, with "and" between."""
        if text[max(0, start - 2) : start] not in JOINING:
            return False
        joint = BOTH.search(text, max(0, start - 80), start)
        return joint is not None and self._speaks(joint)

    def _speaks(self, joint: re.Match[str]) -> bool:
        return bool(self.people.ending(re.split(r",? (?:and|&) $|\s*\(", joint[0])[0])[1])

    def _pronoun(self, found: re.Match[str]) -> Said:
        """The one who spoke before, unless a question came between and several may answer it."""
        word, witnesses = found["name"].casefold(), self.people.witnesses
        if word == "they":
            return (
                Said(look="who is meant by They is not said")
                if len(witnesses) != 1
                else self._unattributed("answer")
            )
        if (
            self.before is not None
            and self.before.kind != "witness"
            and found["verb"] in HOSTING
            and not self.asked
        ):
            return Said(self.before, verb="pronoun")
        able = [person for person in witnesses if self.gender.get(person.name, word) == word]
        if not self.asked and self.witness in able:
            return Said(self.witness, verb="pronoun")
        if len(able) == 1:
            return Said(able[0], verb="pronoun")
        return Said(look=f"whom {found['name']} means is not clear") if witnesses else Said()

    def _unattributed(self, role: Role) -> Said:
        """An answer without attribution is the sole witness's; of several, nobody's."""
        if role != "answer":
            return Said()
        if len(self.people.witnesses) == 1:
            return Said(self.people.witnesses[0])
        return Said(look=UNSAID) if self.people.witnesses else Said()
