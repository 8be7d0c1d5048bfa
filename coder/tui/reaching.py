"""What could not reach the store is kept, with all that is typed meanwhile, and done when it can be again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from inspect import isawaitable
from typing import TYPE_CHECKING, Any

from textual._callback import invoke
from textual.events import Event, Key, Paste
from textual.message import Message
from textual.message_pump import MessagePump

from coder.errors import UnreachableError
from coder.store.attempts import ATTEMPT, Attempt

if TYPE_CHECKING:
    from coder.tui.app import CoderApp
    from coder.tui.screens.unreachable import Unreachable

PAUSES = (0.5, 1.0, 2.0, 4.0)
"""Seconds before each try to reach the store again; the last is that before all later ones."""
GLANCE = 0.5
"""Seconds after which is looked whether a part of the application that is waited for is still there."""

Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Undone:
    """Something a part of the application was doing when the store went out of reach."""

    part: Reaching
    work: Work
    attempt: Attempt = field(default_factory=Attempt)
    asked: bool = False
    """Whether somebody asked for it, and loses it by leaving; else it is the application's own affair."""


class Reaching(MessagePump):
    """A part of the application that asks the store. What it does in answer to one message is done again
    from its beginning where the store could not be reached; what it had written is not written twice."""

    async def reach(self, work: Work, asked: bool = False) -> None:
        """Do work, now or when the store can be reached again."""
        await self.do_or_keep(Undone(self, work, asked=asked))

    def reach_at_once(self, work: Callable[[], None]) -> None:
        """The same of work that waits for nothing else."""
        one = Undone(self, work)
        with self._keeping(one):
            one.work()

    async def do_or_keep(self, one: Undone) -> None:
        with self._keeping(one):
            done = one.work()
            if isawaitable(done):
                await done

    @contextmanager
    def _keeping(self, one: Undone) -> Iterator[None]:
        app: CoderApp = self.app  # type: ignore[assignment]
        before = ATTEMPT.set(one.attempt)
        try:
            yield
        except UnreachableError:
            app.connection.lose(one)
        finally:
            ATTEMPT.reset(before)

    def _get_dispatch_methods(self, method_name: str, message: Message) -> Iterable[tuple[type, Any]]:
        """Every handler of a message, of Textual's own callbacks too, as work that can be done again."""

        def reaching(method: Any) -> Any:
            asked = not isinstance(message, Event)
            return lambda message: self.reach(partial(invoke, method, message), asked)

        for owner, method in super()._get_dispatch_methods(method_name, message):
            yield owner, reaching(method)

    def call_next(self, callback: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
        super().call_next(self.reach, partial(callback, *args, **kwargs), True)


class Connection:
    """The way from the screens to the store: what waits while there is none, and what comes after."""

    def __init__(self, app: CoderApp) -> None:
        self.app = app
        self.since = ""
        """When it was lost, as HH:MM; empty while all is well."""
        self.undone: list[Undone] = []
        self.typed: list[Key | Paste] = []
        self._passing: Key | Paste | None = None
        self.box: Unreachable | None = None
        """What is said meanwhile, and where leaving is asked for."""

    @property
    def waits(self) -> bool:
        """Whether anything that was asked for is not done."""
        return any(one.asked for one in self.undone)

    @property
    def letters(self) -> int:
        """How many keys wait."""
        return sum(len(one.text) if isinstance(one, Paste) else 1 for one in self.typed)

    def lose(self, *undone: Undone) -> None:
        """The store is out of reach; this is to be done when it is back."""
        self.undone += undone
        if not self.since:
            self.since = datetime.now().strftime("%H:%M")
            self.app.run_worker(self._come_back())

    def keeps(self, event: Key | Paste) -> bool:
        """Take what is typed aside, where the store is out of reach; whether it was."""
        if not self.since or event is self._passing or (self.box and self.box.answers(event)):
            return False
        self.typed.append(event)
        if self.box:
            self.box.show_again()
        return True

    async def _come_back(self) -> None:
        """Wait until the store can be reached, then do what was kept, in order; as often as it takes."""
        from coder.tui.screens.unreachable import Unreachable

        while True:
            box = Unreachable(self)
            await self.app.push_screen(box)
            self.box = box
            await self._until_reached()
            self.box = None
            while box in self.app.screen_stack:  # with what came over it meanwhile, as the tour may
                await self.app.pop_screen()
            await self._catch_up()
            if not self.undone and not self.typed:
                break
        self.since = ""
        await self.app.reach(self.app.news.show)

    async def _until_reached(self) -> None:
        tries = 0
        while True:
            await asyncio.sleep(PAUSES[min(tries, len(PAUSES) - 1)])
            if await asyncio.to_thread(self.app.inquiry.store.reachable):
                return
            tries += 1

    async def _catch_up(self) -> None:
        """What could not be done first, then the keys, as if they were typed now."""
        waiting, self.undone = self.undone, []
        while waiting and not self.undone:
            await self._again(waiting.pop(0))
        self.undone += waiting
        while self.typed and not self.undone:
            self._passing = self.typed.pop(0)
            self.app.post_message(self._passing)
            await self._settled()

    async def _again(self, one: Undone) -> None:
        """Do one thing again, where and as it was to be done."""
        if one.part.is_running:
            one.attempt.begin_again()
            one.part.call_later(one.part.do_or_keep, one)
            await self._idle(one.part)
            await self._settled()

    async def _settled(self) -> None:
        """Once what was asked for is done: by the application, the screen, and what is typed into; then by
        those that are there after that."""
        for _ in range(2):
            for part in (self.app, self.app.screen, self.app.focused or self.app.screen):
                await self._idle(part)

    async def _idle(self, part: MessagePump) -> None:
        """Once a part of the application has done all it was told, or is closed."""
        done = asyncio.Event()
        part.call_later(done.set)
        while part.is_running and not done.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(done.wait(), GLANCE)
