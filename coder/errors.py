"""The errors a user sees."""


class CoderError(Exception):
    """What the user can put right, in one sentence: what is wrong, where, and what to do."""


class UnreachableError(CoderError):
    """The store cannot be reached just now; nothing of what was asked was done, and it may be asked again."""
