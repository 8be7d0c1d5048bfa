"""Names out of a text: each replaced by a label, and listed where it is not sure."""

from coder.redaction.key import Line, key_csv, read_key, with_labels
from coder.redaction.names import Known
from coder.redaction.redactor import Doubt, Redacted, Redactor, as_slug

__all__ = ["Doubt", "Known", "Line", "Redacted", "Redactor", "as_slug", "key_csv", "read_key", "with_labels"]
