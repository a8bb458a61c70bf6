"""What a deal is worth: named terms per party, evaluated on outcomes, and the games they make."""

from negotiate.payoffs.model import PayoffModel
from negotiate.payoffs.outcome import Outcome
from negotiate.payoffs.solution import OutcomePayoffs
from negotiate.payoffs.term import Term

__all__ = ["Outcome", "OutcomePayoffs", "PayoffModel", "Term"]
