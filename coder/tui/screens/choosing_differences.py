"""Choose which differences are gone through."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from textual.app import App

from coder.adjudication import STATES
from coder.inquiry.settling import STATE_NAMES, Queue, Wanted, counts
from coder.tui.screens.several import Option, Several

UNCLEAR = "unclear"


async def choose_differences(app: App[None], queue: Queue, then: Callable[[Wanted], None]) -> None:
    """Have states, codes and sessions taken; of a kind of which none is taken, all count."""
    box = Several("Which differences?", options(queue), taken(queue.wanted))

    def done(given: Option | None) -> None:
        if given:
            then(asked(queue.wanted, box.taken))

    await app.push_screen(box, done)


def options(queue: Queue) -> list[Option]:
    """Each state, then each code and session that has any, with how many there are."""
    cases = queue.all()
    number = counts(cases)
    found = [
        Option(f"state:{state}", STATE_NAMES[state], f"state  {number.get(f'state:{state}', 0):>5,}")
        for state in STATES
    ]
    found.append(Option(UNCLEAR, "codebook unclear", f"mark  {number.get(UNCLEAR, 0):>5,}"))
    codes = [*queue.inquiry.codebook.by_id, *(case.code for case in cases)]
    found += [
        Option(key, queue.code_of(code).name, f"code  {number[key]:>5,}")
        for code in dict.fromkeys(codes) if (key := f"code:{code}") in number
    ]  # fmt: skip
    found += [
        Option(key, head.title, f"session  {number[key]:>5,}")
        for head in queue.inquiry.store.index.sessions() if (key := f"session:{head.slug}") in number
    ]  # fmt: skip
    return found


def taken(wanted: Wanted) -> list[str]:
    kinds = (("state", wanted.states), ("code", wanted.codes), ("session", wanted.sessions))
    keys = [f"{kind}:{one}" for kind, chosen in kinds for one in chosen]
    return [*keys, UNCLEAR] if wanted.unclear else keys


def asked(wanted: Wanted, keys: tuple[str, ...]) -> Wanted:
    """What the keys ask for, of the same coders, and of all paragraphs."""

    def of(kind: str) -> tuple[str, ...]:
        return tuple(key.partition(":")[2] for key in keys if key.startswith(f"{kind}:"))

    states = tuple(state for state in STATES if state in of("state"))
    return replace(
        wanted,
        states=states,
        codes=of("code"),
        sessions=of("session"),
        unclear=UNCLEAR in keys,
        paragraphs=(),
    )
