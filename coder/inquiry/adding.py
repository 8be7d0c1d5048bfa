"""New codes at the end of the codebook's file."""

from __future__ import annotations

import io
from collections.abc import Iterable

from coder.codebook import Code, parse_codebook
from coder.errors import CoderError
from coder.inquiry.folder import Inquiry, write_beside


def add_codes(inquiry: Inquiry, codes: Iterable[Code]) -> None:
    """Add codes to the codebook in force; what its file says otherwise stays, comments included.

    Raises CoderError where the codebook would break a rule, or cannot be written.
    """
    from ruamel.yaml import YAML

    path = inquiry.codebook_path
    yaml = YAML()
    yaml.width = 10_000
    try:
        data = yaml.load(path.read_text(encoding="utf-8-sig"))
        for code in codes:
            entry: dict[str, object] = {"id": code.id, "name": code.name}
            data["codes"].append(entry | ({"values": list(code.values)} if code.values else {}))
        out = io.StringIO()
        yaml.dump(data, out)
        parse_codebook(out.getvalue(), path)
        write_beside(path, out.getvalue().encode())
    except OSError as error:
        raise CoderError(f"{path}: cannot be written ({error.strerror}); no code was added.") from None
    inquiry.__dict__.pop("codebook", None)
