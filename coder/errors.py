"""The errors a user sees."""


class CoderError(Exception):
    """What the user can put right, in one sentence: what is wrong, where, and what to do."""


class UnreachableError(Exception):
    """The store cannot be reached just now; what was asked may be asked again, and is then done once.

    It is no CoderError: who catches one of those has an answer, and this is none. Its text is one sentence
    for the user, as theirs is.
    """
