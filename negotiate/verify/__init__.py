"""Proofs checked again: a results file re-checked claim by claim, with arithmetic alone.

Nothing here imports a solver, NumPy or any other module of the package but ``errors``: a claim that
holds is worked out from the problem that the file carries, by definitions written down anew.
``reading.py`` opens a file that nobody vouches for, ``entry.py`` compares, ``claim.py`` holds what was
found, ``checks.py`` lists every check, ``check.py`` goes through a file; every other module knows one
kind of claim.
"""

from negotiate.verify.check import verify
from negotiate.verify.claim import Claim, Verification
from negotiate.verify.reading import LARGEST_FILE, read_results

__all__ = ["LARGEST_FILE", "Claim", "Verification", "read_results", "verify"]
