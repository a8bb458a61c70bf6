"""The shape of an equilibrium set: maximal Nash subsets and the components they form.

Join two vertices, one of each player, when they are an equilibrium. Wherever every one of a set X
of row vertices is joined to every one of a set Y of column vertices, all of conv X x conv Y are
equilibria, and the whole set is the union of these products for the maximal such pairs (X, Y).
Two products touch if and only if they share a vertex of both players (Avis, Rosenberg, Savani &
von Stengel 2010, doi:10.1007/s00199-009-0449-x).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

__all__ = ["Subset", "component_indices", "components_of", "maximal_subsets"]

Subset = tuple[tuple[int, ...], tuple[int, ...]]


def maximal_subsets(pairs: Iterable[tuple[int, int]], step: Callable[[int], None]) -> tuple[Subset, ...]:
    """Return the maximal complete bipartite parts of the graph with these edges, in order.

    Examples
    --------
    >>> maximal_subsets([(0, 0), (0, 1), (1, 1)], lambda count: None)
    (((0,), (0, 1)), ((0, 1), (1,)))
    """
    partners: dict[int, int] = {}
    for row, column in pairs:
        partners[row] = partners.get(row, 0) | 1 << column
    closed: set[int] = set()
    for joined in sorted(set(partners.values())):
        closed |= {joined & other for other in closed}
        step(len(closed))
        closed.add(joined)
    closed.discard(0)
    found = [
        (tuple(row for row in sorted(partners) if partners[row] & columns == columns), _members(columns))
        for columns in closed
    ]
    return tuple(sorted(found))


def _members(bits: int) -> tuple[int, ...]:
    return tuple(k for k in range(bits.bit_length()) if bits >> k & 1)


def components_of(subsets: tuple[Subset, ...]) -> tuple[tuple[int, ...], ...]:
    """Group subsets that are connected through common equilibria.

    Examples
    --------
    >>> components_of((((0,), (0, 1)), ((0, 1), (1,)), ((2,), (2,))))
    ((0, 1), (2,))
    """
    groups: list[tuple[set[int], set[int], list[int]]] = []
    for place, (rows, columns) in enumerate(subsets):
        merged = (set(rows), set(columns), [place])
        apart = []
        for group in groups:
            if group[0] & set(rows) and group[1] & set(columns):
                merged = (merged[0] | group[0], merged[1] | group[1], group[2] + merged[2])
            else:
                apart.append(group)
        groups = [*apart, merged]
    return tuple(sorted(tuple(sorted(group[2])) for group in groups))


def component_indices(
    subsets: tuple[Subset, ...],
    components: tuple[tuple[int, ...], ...],
    indices: Mapping[tuple[int, int], int],
) -> tuple[int | None, ...]:
    """Return the index of each component where it follows from those of its equilibria.

    The index of an isolated equilibrium is its component's, unless it is 0, which stands for a
    degenerate one. As the indices of all components sum to 1, the last one unknown follows.

    Examples
    --------
    >>> component_indices((((0,), (0, 1)), ((2,), (2,))), ((0,), (1,)), {(0, 0): 0, (0, 1): 0, (2, 2): -1})
    (2, -1)
    """
    known: list[int | None] = []
    for component in components:
        rows, columns = subsets[component[0]]
        alone = len(component) == len(rows) == len(columns) == 1
        known.append((indices[rows[0], columns[0]] or None) if alone else None)
    if known.count(None) == 1:
        known[known.index(None)] = 1 - sum(index for index in known if index is not None)
    return tuple(known)
