"""The codebook: themes and codes, read from YAML and written back, revised, and told from another."""

from coder.codebook.model import FIELDS, LISTS, Code, Codebook, known_codes
from coder.codebook.reading import parse_codebook, read_codebook

__all__ = ["FIELDS", "LISTS", "Code", "Codebook", "known_codes", "parse_codebook", "read_codebook"]
