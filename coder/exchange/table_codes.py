"""The codes that a table speaks of: the codebook's, and new ones."""

from __future__ import annotations

import re

from coder.codebook import Code, Codebook
from coder.errors import CoderError
from coder.exchange.mapping import Column, Mapping


class TableCodes:
    """The codes a table speaks of: the codebook's, and new ones."""

    def __init__(self, mapping: Mapping, codebook: Codebook) -> None:
        self.mapping = mapping
        self.by_id = dict(codebook.by_id)
        self.by_name = {code.name.casefold(): code for code in codebook.codes}
        self.new: dict[str, Code] = {}
        self.met: dict[str, Code] = {}
        self.by_column = [(self._with_scale(name, one), one) for name, one in mapping.columns.items()]

    def columns(self) -> list[str]:
        """Every column with codes in it."""
        one = [column for column in (self.mapping.code, self.mapping.codes, self.mapping.value) if column]
        return one + [
            name for _, column in self.by_column
            for name in (column.steps if column.by_step else (column.column,))
        ]  # fmt: skip

    def named(self, text: str, values: tuple[str, ...] = ()) -> Code:
        """The code a table means: by the mapping's names, by id, by name, else a new one."""
        if text not in self.met:
            wanted = self.mapping.names.get(text, text)
            code = self.by_id.get(wanted) or self.by_name.get(wanted.casefold())
            self.met[text] = code or self._new(wanted, values)
        return self.met[text]

    def _with_scale(self, name: str, column: Column) -> Code:
        code = self.named(name, column.names or column.steps)
        if column.steps and len(code.values) != len(column.steps):
            raise CoderError(
                f"{name}: the mapping has {len(column.steps)} steps and the code {code.id} of the codebook "
                f"{len(code.values)} values; give both the same scale."
            )
        return code

    def _new(self, name: str, values: tuple[str, ...]) -> Code:
        code_id = _id_of(name)
        if code_id in self.by_id:
            return self.by_id[code_id]
        code = Code(code_id, name, values=values)
        self.by_id[code_id] = self.new[code_id] = code
        return code


def _id_of(name: str) -> str:
    """`lack-of-trust` from a code's name."""
    found = re.sub(r"[^a-z0-9_]+", "-", name.casefold()).strip("-_")
    if not found:
        raise CoderError(f"{name!r} cannot be the id of a code; give it one in [names].")
    return found
