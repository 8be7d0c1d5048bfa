"""The reliability section of a report: design, figures with intervals, where coders differ, and what the
reporting guidelines ask for. One document for the terminal, Word, the browser and Excel; JSON beside it."""

from coder.inquiry.agreement_report.compose import compose
from coder.inquiry.agreement_report.facts import Facts
from coder.inquiry.agreement_report.write import FORMS, as_data, report_form, write_report

__all__ = ["FORMS", "Facts", "as_data", "compose", "report_form", "write_report"]
