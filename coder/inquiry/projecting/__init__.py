"""The inquiry as what a REFI-QDA project is made of, a session at a time; docs/exchange.md has the table."""

from coder.inquiry.projecting.basis import EVERYTHING, Wanted
from coder.inquiry.projecting.project import Projecting

__all__ = ["EVERYTHING", "Projecting", "Wanted"]
