"""The one kind of error a user sees."""


class CoderError(Exception):
    """What the user can put right, in one sentence: what is wrong, where, and what to do."""
