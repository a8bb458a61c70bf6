"""Claims and what became of them."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["FAILS", "HOLDS", "UNCHECKED", "Claim", "Verification", "printable"]

HOLDS, FAILS, UNCHECKED = "holds", "fails", "not checked"
LONGEST = 200  # characters of a label or value in a line


@dataclass(frozen=True)
class Claim:
    """One claim of a results file.

    Parameters
    ----------
    answer : str
        The name of the answer that makes it; ``"file"`` for the file as a whole.
    statement : str
        What is claimed.
    status : {"holds", "fails", "not checked"}
    detail : str
        What is wrong, or why it was not checked; blank where it holds.
    """

    answer: str
    statement: str
    status: str
    detail: str = ""

    def __str__(self) -> str:
        told = f" ({self.detail})" if self.detail else ""
        return printable(f"{self.status:<11}  {self.answer}: {self.statement}{told}")


@dataclass(frozen=True)
class Verification:
    """What a check of a results file found, claim by claim.

    Parameters
    ----------
    claims : tuple of Claim
        In the order of the file.
    scenario : str
        The scenario that the file names.
    digest : str
        The digest that the file states of itself.
    """

    claims: tuple[Claim, ...]
    scenario: str
    digest: str

    @property
    def holds(self) -> bool:
        """Whether no claim fails."""
        return not self.failing

    @property
    def failing(self) -> tuple[Claim, ...]:
        """The claims that fail."""
        return tuple(claim for claim in self.claims if claim.status == FAILS)

    @property
    def unchecked(self) -> tuple[Claim, ...]:
        """The claims that were not checked, each with its reason."""
        return tuple(claim for claim in self.claims if claim.status == UNCHECKED)

    def count(self, status: str) -> int:
        """Return how many claims have a status."""
        return sum(claim.status == status for claim in self.claims)

    def summary(self, *, every: bool = False) -> str:
        """Return one line an answer, those that fail in full, and the verdict last.

        ``every`` lists all claims, one a line, in place of the lines by answer.
        """
        lines = [str(claim) for claim in self.claims] if every else self._by_answer()
        return "\n".join([*lines, "", *self._verdict()])

    def __str__(self) -> str:
        return self.summary()

    def _by_answer(self) -> list[str]:
        names = list(dict.fromkeys(claim.answer for claim in self.claims))
        wide = min(max((len(name) for name in names), default=0), LONGEST)
        lines = [f"{'':<{wide}}  holds  fails  not checked"]
        for name in names:
            found = [claim.status for claim in self.claims if claim.answer == name]
            holds, fails, unchecked = (found.count(status) for status in (HOLDS, FAILS, UNCHECKED))
            lines.append(printable(f"{name:<{wide}}  {holds:>5}  {fails or '':>5}  {unchecked or '':>11}"))
        return [*lines, *(["", *map(str, self.failing)] if self.failing else [])]

    def _verdict(self) -> list[str]:
        counts = (
            f"{self.count(HOLDS)} claims hold, {self.count(FAILS)} fail, {self.count(UNCHECKED)} not checked"
        )
        verdict = "Every claim that was checked holds." if self.holds else "The file does not hold."
        return [printable(f"{self.scenario}, {self.digest}"), f"{counts}. {verdict}"]


def printable(text: str) -> str:
    """Return one line of text that no terminal takes for a command, cut to a readable length."""
    shown = "".join(
        character if character.isprintable() else f"\\x{ord(character):02x}"
        for character in text[: 5 * LONGEST]
    )
    return shown if len(shown) <= 2 * LONGEST else f"{shown[: 2 * LONGEST]}…"
