"""Published codings, imported and compared: the figures that public libraries give for them."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from tests.inquiry_support import Ran, spawn

HSBREXIT = """
item = "@key"
text = "text"
coder = "annotators"
lists = ","
missing = ["No"]
[columns]
hate = "annotations"
aggressive = "other_info/other annotations/aggressive language detection"
offensive = "other_info/other annotations/offensive language detection"
"""
CONVABUSE = """
session = "convabuse"
item = ["conv_id", "prev_agent", "prev_user", "agent", "user"]
text = "user"
coder = "annotator_id"
[columns]
severity = {steps = ["is_abuse.-3", "is_abuse.-2", "is_abuse.-1", "is_abuse.0", "is_abuse.1"]}
"type-*" = "type.*"
"target-*" = "target.*"
"direction-*" = "direction.*"
"""
CODES = {
    "hate": "hate",
    "aggressive language detection": "aggressive",
    "offensive language detection": "offensive",
}
BOOK = "codes:\n  - id: unused\n"
EXACT = pytest.approx


@pytest.fixture(scope="session")
def reference(shared: Path) -> dict[str, dict[str, Any]]:
    text = (shared / "agreement" / "reference_agreement.json").read_text(encoding="utf-8")
    return {name: values for name, values in json.loads(text).items() if "/" in name}


def coded(folder: Path, mapping: str, *files: Path) -> Path:
    """A new inquiry with tables imported by the command line, in a process of its own."""
    folder.mkdir()
    (folder / "book.yaml").write_text(BOOK)
    (folder / "map.toml").write_text(mapping)
    assert spawn(folder, "init", "--codebook", "book.yaml").status == 0
    done = spawn(
        folder, "import-codes", *map(str, files), "--map", "map.toml", "--add-codes", "--as", "ME", "--json"
    )
    assert done.status == 0, done.err
    (folder / "imported.json").write_text(done.out)
    return folder


def figures(folder: Path, *options: str) -> dict[str, Any]:
    done: Ran = spawn(folder, "agreement", "--json", *options)
    assert done.status == 0, done.err
    found = done.json()
    found["codes"] = {code["code"]: code for code in found["codes"]}
    assert isinstance(found, dict)
    return found


@pytest.fixture(scope="session")
def hsbrexit(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    parts = sorted((shared / "coded").glob("hsbrexit_*.json"))
    return coded(tmp_path_factory.mktemp("hsbrexit") / "inquiry", HSBREXIT, *parts)


@pytest.fixture(scope="session")
def convabuse(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return coded(
        tmp_path_factory.mktemp("convabuse") / "inquiry", CONVABUSE, shared / "coded" / "convabuse_full.csv"
    )


# ---- HS-Brexit: six coders, three codes


@pytest.mark.parametrize("name", CODES)
def test_hsbrexit_is_as_the_libraries_say(
    hsbrexit: Path, reference: dict[str, dict[str, Any]], name: str
) -> None:
    expected, found = reference[f"hsbrexit/{name}"], figures(hsbrexit)
    code = found["codes"][CODES[name]]
    assert len(found["coders"]) == expected["coders"]
    assert code["units"] == found["paragraphs"] == expected["items"]
    assert code["tags"] == expected["positives"]
    assert code["krippendorff_alpha"]["value"] == EXACT(expected["krippendorff_alpha_nominal"], abs=1e-9)
    assert code["fleiss_kappa"]["value"] == EXACT(expected["fleiss_kappa"], abs=1e-6)
    assert code["percent_agreement"]["value"] == EXACT(expected["mean_pairwise_percent"], abs=1e-6)
    missing = sum(
        expected["items"] - pair["units"] for pair in code["pairs"]
        if pair["coders"] in (["Ann1", "Ann2"], ["Ann2", "Ann3"])
    )  # fmt: skip
    assert (missing > 0) == (expected["missing_cells"] > 0)


@pytest.mark.parametrize("name", CODES)
def test_pairwise_kappas_are_the_reference_s_on_the_items_it_took(
    hsbrexit: Path, reference: dict[str, dict[str, Any]], name: str
) -> None:
    """The reference dropped every item that one of the six left out. By the definition beside it a pair's
    kappa is over the items both rated, so that the pairs have a few more; they differ in the third place."""
    expected = reference[f"hsbrexit/{name}"]["cohen_pairwise"]
    missing = reference[f"hsbrexit/{name}"]["missing_cells"]
    tables = joint_tables(hsbrexit, CODES[name])
    assert set(tables) == set(expected) and len(expected) == 15
    for pair in figures(hsbrexit)["codes"][CODES[name]]["pairs"]:
        label = "-".join(pair["coders"])
        complete, both = tables[label]
        assert kappa(complete) == EXACT(expected[label], abs=1e-6)
        assert pair["cohen_kappa"]["value"] == EXACT(kappa(both), abs=1e-12)
        assert pair["table"] == list(both) and pair["units"] == sum(both)
        if not missing:
            assert pair["cohen_kappa"]["value"] == EXACT(expected[label], abs=1e-6)
        assert pair["cohen_kappa"]["value"] == EXACT(expected[label], abs=0.003)


def joint_tables(folder: Path, code: str) -> dict[str, tuple[tuple[int, ...], tuple[int, ...]]]:
    """For each pair how many items both applied the code to, the first alone, the second alone, neither:
    of items that all rated, and of items both rated. Counted from what the journal says, one by one."""
    said: dict[str, dict[str, int]] = {}
    for entry in spawn(folder, "log", "--json").json():
        if entry["kind"] in ("read", "tag", "unjudged") and entry["code"] in ("", code):
            value = {"read": 0, "tag": 1, "unjudged": -1}[entry["kind"]]
            said.setdefault(entry["subject"], {})[entry["coder"]] = value
    coders = sorted({coder for of_item in said.values() for coder in of_item})
    whole = [of_item for of_item in said.values() if all(of_item.get(coder, -1) >= 0 for coder in coders)]
    return {
        f"{one}-{other}": (cells(whole, one, other), cells(list(said.values()), one, other))
        for one, other in combinations(coders, 2)
    }


def cells(items: list[dict[str, int]], one: str, other: str) -> tuple[int, ...]:
    pairs = [(of_item.get(one, -1), of_item.get(other, -1)) for of_item in items]
    return tuple(pairs.count(cell) for cell in ((1, 1), (1, 0), (0, 1), (0, 0)))


def kappa(table: tuple[int, ...]) -> float:
    a, b, c, d = table
    n = a + b + c + d
    observed, expected = (a + d) / n, ((a + b) * (a + c) + (c + d) * (b + d)) / n**2
    return (observed - expected) / (1 - expected)


# ---- ConvAbuse: eight coders, one-hot columns, an ordered scale, rows said twice


def test_convabuse_is_read_as_its_notes_say(convabuse: Path, reference: dict[str, dict[str, Any]]) -> None:
    expected = reference["convabuse/severity"]
    (done,) = json.loads((convabuse / "imported.json").read_text())
    assert done["items"] == expected["items"] and len(done["coders"]) == expected["coders"]
    assert len(done["duplicates"]) == expected["duplicate_coder_rows"]
    assert done["readings"] + len(done["duplicates"]) == expected["rows"]


def test_the_alphas_of_the_scale_are_as_the_libraries_say(
    convabuse: Path, reference: dict[str, dict[str, Any]]
) -> None:
    expected, scale = reference["convabuse/severity"], figures(convabuse)["codes"]["severity"]["scale"]
    for name in ("nominal", "ordinal", "interval"):
        assert scale[name]["value"] == EXACT(expected[f"alpha_{name}"], abs=1e-9)
        assert scale[name]["low"] < expected[f"alpha_{name}"] < scale[name]["high"]


def test_the_alphas_of_the_codes_are_as_the_libraries_say(
    convabuse: Path, reference: dict[str, dict[str, Any]]
) -> None:
    wanted = {
        name.partition("/")[2].replace(".", "-"): values
        for name, values in reference.items() if name.startswith("convabuse/") and "severity" not in name
    }  # fmt: skip
    found = figures(convabuse)["codes"]
    assert len(wanted) == 12 and set(wanted) | {"severity", "unused"} == set(found)
    for code, expected in wanted.items():
        assert found[code]["krippendorff_alpha"]["value"] == EXACT(expected["alpha_nominal"], abs=1e-9)
        assert found[code]["tags"] == expected["positives"]
