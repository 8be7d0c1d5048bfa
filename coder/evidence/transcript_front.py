"""The front matter of a transcript: the fields of the session between two lines `---`, as YAML."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

from coder.errors import CoderError
from coder.evidence.blocks import tidy_line
from coder.evidence.citations import PRESETS
from coder.evidence.model import Session

TEXTS = ("title", "body", "committee", "reference", "place", "style", "citations", "original", "sha256")
LISTS = ("present", "in attendance")
KEYS = ("session", "kind", "date", *TEXTS, *LISTS, "also")


def write_front(session: Session) -> str:
    """The fields that hold something; `also` is the session's `meta`."""
    from ruamel.yaml import YAML

    fields: dict[str, Any] = {"session": session.slug}
    for key in ("title", "kind", "body", "committee", "reference", "date", "place", "style", "citations"):
        if value := getattr(session, key):
            fields[key] = value
    for key in LISTS:
        if value := getattr(session, key.replace(" ", "_")):
            fields[key] = list(value)
    for key in ("original", "sha256"):
        if value := getattr(session, key):
            fields[key] = value
    if session.meta:
        fields["also"] = dict(session.meta)
    yaml = YAML(typ="safe")
    yaml.default_flow_style = False
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    yaml.allow_unicode = True
    yaml.width = 10_000
    out = io.StringIO()
    yaml.dump(fields, out)
    return out.getvalue()


def read_front(lines: list[str], path: Path) -> tuple[dict[str, Any], int]:
    """The session's fields, and the index of the first line below them.

    Raises CoderError with file and line where they are not there, are not YAML, or break a rule.
    """
    if not lines or lines[0].strip() != "---":
        raise _fault(
            path, 1, "a transcript begins with a line ---, the session's fields, and another line ---."
        )
    end = next((at for at in range(1, len(lines)) if lines[at].rstrip() == "---"), None)
    if end is None:
        raise _fault(path, 1, "the fields that begin here have no line --- after them.")
    data = _load("\n".join(lines[1:end]), path)
    if not isinstance(data, dict):
        raise _fault(path, 2, "the fields of the session are lines such as `title: ...`.")
    return _Front(data, lines, path).fields(), end + 1


def _fault(path: Path, line: int, what: str) -> CoderError:
    return CoderError(f"{path}, line {line}: {what}")


def _load(text: str, path: Path) -> Any:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        return YAML(typ="safe").load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = f"not valid YAML: {error.problem or error.context}; a text with a colon in it needs quotes."
        raise _fault(path, mark.line + 2 if mark else 2, what) from None
    except ValueError:  # a date such as 30 February
        line = next((at for at, line in enumerate(text.split("\n"), 2) if line.startswith("date:")), 2)
        raise _fault(path, line, "this is no date; write it as 2014-02-03.") from None
    except (YAMLError, RecursionError) as error:
        first = str(error).splitlines()[0] if str(error) else "nested too deeply"
        raise _fault(path, 2, f"not valid YAML: {first}.") from None


class _Front:
    """Checks the fields one by one."""

    def __init__(self, data: dict[Any, Any], lines: list[str], path: Path) -> None:
        self.data, self.lines, self.path = data, lines, path

    def fault(self, key: str, what: str) -> CoderError:
        line = next((at for at, line in enumerate(self.lines, 1) if line.startswith(f"{key}:")), 2)
        return _fault(self.path, line, what)

    def fields(self) -> dict[str, Any]:
        for key in self.data:
            if key not in KEYS:
                raise self.fault(str(key), f"there is no field {key}; the fields are {', '.join(KEYS)}.")
        slug = self.path.stem
        if (named := str(self.data.get("session", slug))) != slug:
            what = f"the session is {named} but the file is called {self.path.name}; give both the same name."
            raise self.fault("session", what)
        kind = self.data.get("kind") or "sitting"
        if kind not in ("sitting", "submission"):
            raise self.fault("kind", f"a session is a sitting or a submission, not {kind!r}.")
        fields: dict[str, Any] = {"title": slug, "kind": kind, "date": self.date()}
        fields |= {key: tidy_line(str(self.data[key])) for key in TEXTS if self.data.get(key) is not None}
        if (preset := fields.get("citations", "")) and preset not in PRESETS:
            raise self.fault("citations", f"{preset} is no way to cite; there are {', '.join(PRESETS)}.")
        fields |= {key.replace(" ", "_"): self.names(key) for key in LISTS}
        also = self.data.get("also") or {}
        if not isinstance(also, dict):
            raise self.fault("also", "`also` is a list of lines such as `apologies: ...`.")
        fields["meta"] = {str(key): str(value) for key, value in also.items()}
        return fields

    def names(self, key: str) -> tuple[str, ...]:
        names = self.data.get(key) or []
        if not isinstance(names, list):
            raise self.fault(key, f"`{key}` is a list, one name to a line that begins with `- `.")
        return tuple(tidy_line(str(name)) for name in names)

    def date(self) -> str | None:
        value = self.data.get("date")
        if value is None or value == "":
            return None
        try:
            return date.fromisoformat(str(value)).isoformat()
        except ValueError:
            raise self.fault("date", f"{value} is no date; write it as 2014-02-03.") from None
