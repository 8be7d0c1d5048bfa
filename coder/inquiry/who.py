"""Who codes: initials given on the command line, in the environment, or kept from the first time."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

from coder.errors import CoderError
from coder.inquiry.folder import Inquiry, write_beside

FORM = re.compile(r"[^\W_][\w.-]{0,15}")


def preferences_path() -> Path:
    """The user's own file, outside any inquiry; `CODER_CONFIG` names another folder for it."""
    if folder := os.environ.get("CODER_CONFIG"):
        return Path(folder) / "preferences.json"
    from platformdirs import user_config_path

    return user_config_path("evidence-coder", appauthor=False) / "preferences.json"


def keys_path() -> Path:
    """Where a user's own keys are written, beside the preferences; there need be no such file."""
    return preferences_path().with_name("keys.toml")


def preferences() -> dict[str, Any]:
    """What the user chose once: initials, theme. A file that cannot be read counts as empty."""
    try:
        data = json.loads(preferences_path().read_text(encoding="utf-8-sig"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def prefer(**choices: str) -> None:
    """Keep choices. A folder that cannot be written loses them at the end of the run, no more."""
    path = preferences_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_beside(path, json.dumps(preferences() | choices, indent=1).encode())
    except OSError:
        return


def initials(given: str) -> str:
    """Check initials. Raises CoderError where they have a form that no list could show."""
    if not FORM.fullmatch(given.strip()):
        raise CoderError(
            f"{given!r} cannot be a coder's initials; use up to 16 letters and digits, such as AB."
        )
    return given.strip()


def who(inquiry: Inquiry, given: str | None) -> str | None:
    """The coder at work: `--as`, else `CODER_AS`, else the initials kept; None where nobody said yet.

    Initials that differ from a known coder's in capitals only are that coder's. While coders code a part
    again, who they are is that layer (`AB#2`). At a team's store it is whom the login is bound to.
    Raises CoderError where the initials kept, or bound, are somebody's, and others are given.
    """
    from coder.inquiry.blindness import blind_coders, layer_of, refuse_second_name

    kept, login = preferences().get("initials"), inquiry.store.login
    asked = given or os.environ.get("CODER_AS")
    wanted = asked or (login.coder if login else kept)
    if login and asked and login.kind != "reviewer" and asked.strip().casefold() != login.coder.casefold():
        raise CoderError(
            f"{login.role} is the login of {login.coder} in this team's store, so acting as {asked} is "
            "refused; leave out --as and CODER_AS."
        )
    if not wanted:
        return None
    wanted = initials(str(wanted))
    if kept and not login:
        refuse_second_name(inquiry, str(kept), wanted)
    known = {name.casefold(): name for name in inquiry.store.journal.coders()}
    return layer_of(known.get(wanted.casefold(), wanted), blind_coders(inquiry))


def who_or_fail(inquiry: Inquiry, given: str | None) -> str:
    """The coder at work. Raises CoderError where nobody said who codes."""
    coder = who(inquiry, given)
    if coder is None:
        raise CoderError("Who codes is not known yet: say it with --as INITIALS or the variable CODER_AS.")
    return coder
