"""The three ways a call can fail, under one name.

``InvalidInput``: what was given is wrong; the message says what is accepted.
``NotApplicable``: the input is sound, but this concept or method does not fit it.
``NoSolution``: the problem is sound and has no answer (an infeasible plan, say).

No agreement, or a game without a pure equilibrium, is an answer and not an error.
"""

__all__ = ["InvalidInput", "NegotiateError", "NoSolution", "NotApplicable"]


class NegotiateError(Exception):
    """Base of every error that this library raises on purpose."""


class InvalidInput(NegotiateError, ValueError):
    """An argument, or an entry of a scenario file, that is not acceptable."""


class NotApplicable(NegotiateError, ValueError):
    """A concept or method that does not fit the problem it was asked for."""


class NoSolution(NegotiateError, ValueError):
    """A sound problem that has no solution; the message says why and what would give one."""
