"""Average linkage over a sparse likeness: the same groups whatever the order of input.

Method: UPGMA on a heap; pairs that are left out count as 0, so that a group is joined only while its members are alike
on average (Sokal and Michener 1958).
"""

import heapq
from collections.abc import Mapping, Sequence


def average_link(
    n: int,
    pairs: Mapping[tuple[int, int], float],
    alike: float,
    *,
    standing: Sequence[int] = (),
    many: Sequence[int] | None = None,
) -> list[int]:
    """Put `n` things into groups.

    Args:
        n: how many things.
        pairs: likeness of things `i` < `j`; those left out are not alike at all.
        alike: mean likeness at which two groups are one.
        standing: how many members each of the first things has, where these are groups already. They take up others and
            are never put together; their likeness is the sum over their members.
    Returns:
        for each thing the number of the first member of its group. Ties go to the earliest things.
    """
    kept = len(standing)
    near: list[dict[int, float]] = [{} for _ in range(n)]
    for (i, j), value in pairs.items():
        near[i][j] = near[j][i] = value
    size = list(many) if many is not None else [*standing, *[1] * (n - kept)]
    alive = [True] * n
    joined = list(range(n))
    heap = [
        (-mean, i, j) for (i, j), value in pairs.items() if (mean := value / (size[i] * size[j])) >= alike and j >= kept
    ]
    heapq.heapify(heap)
    while heap:
        value, i, j = heapq.heappop(heap)
        if (
            not (alive[i] and alive[j])
            or near[i].get(j) is None
            or abs(near[i][j] / (size[i] * size[j]) + value) > 1e-12
        ):
            continue
        alive[j] = False
        joined[j] = i
        near[i].pop(j)
        for k, total in near[j].items():
            if k == i:
                continue
            near[k].pop(j)
            if i < kept and k < kept:
                continue
            near[i][k] = near[k][i] = near[i].get(k, 0.0) + total
        near[j] = {}
        size[i] += size[j]
        for k, total in near[i].items():
            mean = total / (size[i] * size[k])
            if mean >= alike:
                heapq.heappush(heap, (-mean, min(i, k), max(i, k)))
    root = list(range(n))
    for k in range(n):
        r = k
        while joined[r] != r:
            r = joined[r]
        root[k] = r
    return root
