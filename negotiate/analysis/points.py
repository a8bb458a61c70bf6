"""Points: where in the unit cube the draws of a Monte Carlo run lie, chunk by chunk.

Any chunk can be made by itself, in any process, and is the same to the last bit. Sobol points are
scrambled (Owen 1998, in the form of SciPy) and cover the cube evenly: estimates come closer with
the same number of draws, and intervals made for independent draws are then too wide rather than
too narrow in practice. Independent draws are there for those who want intervals with a proof.

References
----------
.. [1] I. M. Sobol' (1967), USSR Computational Mathematics and Mathematical Physics 7(4), 86-112.
   doi:10.1016/0041-5553(67)90144-9
.. [2] A. B. Owen (1998), Journal of Complexity 14(4), 466-489. doi:10.1006/jcom.1998.0487
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from negotiate.errors import InvalidInput

__all__ = ["KINDS", "MOST_SOBOL", "unit_points"]

KINDS = ("sobol", "independent")
MOST_SOBOL = 2**30  # points of 30 bits
_HALF = 2.0**-31  # half the distance between two Sobol coordinates: no point lies on the border
_DIMENSIONS = 21201


def unit_points(kind: str, dimension: int, seed: int, start: int, count: int) -> NDArray[np.float64]:
    """Return points number ``start`` to ``start + count - 1``, strictly inside the unit cube.

    Parameters
    ----------
    kind : {"sobol", "independent"}
    dimension : int
        How many coordinates a point has.
    seed : int
        Of the scrambling, or of the generator.
    start, count : int
        ``start`` is a multiple of ``count``.

    Returns
    -------
    ndarray, shape (count, dimension)

    Examples
    --------
    >>> whole = unit_points("sobol", 2, 7, 0, 8)
    >>> bool((unit_points("sobol", 2, 7, 4, 4) == whole[4:]).all())
    True
    """
    if kind == "independent":
        generator = np.random.default_rng([seed, start // count, count])
        return generator.random((count, dimension)) * (1 - 2.0**-52) + 2.0**-54
    if dimension > _DIMENSIONS or start + count > MOST_SOBOL:
        raise InvalidInput(
            f"Sobol points have at most {_DIMENSIONS:,} parameters and {MOST_SOBOL:,} draws; "
            "take points='independent'."
        )
    from scipy.stats import qmc

    sequence = qmc.Sobol(dimension, scramble=True, seed=np.random.default_rng(seed))
    if start:
        sequence.fast_forward(start)
    return sequence.random(count) + _HALF
