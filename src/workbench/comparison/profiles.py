"""Cases grouped by what their cells say, and how far the groups hold."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from workbench.comparison.typology import Reading
from workbench.errors import UsageError

# A group is stable from a Jaccard of 0.75 on (Hennig 2007). One of three cases that loses
# one falls to 2/3, so that only groups of four can be told stable: two of them are eight.
CASES = 8
SHARED = 3  # dimensions known of both cases: one of two is half of a distance
TIMES = 200
STABLE, DISSOLVED = 0.75, 0.6  # Hennig's bounds: a pattern, and no more than a coincidence

Profile = Mapping[str, Reading]  # the known cells of a case, by dimension
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Clusters:
    """``member`` maps a case to its cluster, ``jaccard`` a cluster to its stability.

    ``distance`` is the square table of Gower distances; ``times`` the resamples that could
    be read.
    """

    member: "pd.Series[int]"
    jaccard: "pd.Series[float]"
    distance: pd.DataFrame
    times: int


def apart(one: Reading, other: Reading) -> float:
    """How far two known cells of a dimension are from each other, 0 to 1.

    nominal: 0 if the leading codes are the same.  ordinal: steps over the steps of the
    whole scale.  set: the share of their codes that they do not share (Jaccard).
    """
    if one.scale == "ordinal":
        here, there = (one.order.index(reading.value[0]) for reading in (one, other))
        return abs(here - there) / max(len(one.order) - 1, 1)
    if one.scale == "set":
        mine, yours = set(one.value), set(other.value)
        return 1 - len(mine & yours) / len(mine | yours)
    return float(one.value[0] != other.value[0])


def gower(one: Profile, other: Profile) -> tuple[float, int]:
    """The mean over the dimensions known of both cases (Gower 1971), and their number.

    NaN where they share none: what is not known makes nothing alike.
    """
    shared = [apart(one[name], other[name]) for name in one if name in other]
    return (sum(shared) / len(shared) if shared else math.nan), len(shared)


def clusters(profiles: Mapping[str, Profile], *, groups: int = 2, seed: int = 0) -> Clusters:
    """``groups`` clusters of cases by average linkage, with their stability.

    Stability is the mean greatest Jaccard similarity of a cluster to one of those of 200
    bootstrap samples of the dimensions (Hennig 2007, CSDA 52). Raises UsageError for fewer
    than eight cases, and where two cases share fewer than three known dimensions.
    """
    names = sorted(profiles)
    _refuse(profiles, names)
    dimensions = sorted({name for profile in profiles.values() for name in profile})
    parts = _parts(profiles, names, dimensions)
    whole = np.ones(len(dimensions))
    distance = _weighted(parts, whole)
    member = _cut(distance, groups)
    drawn = np.random.default_rng(seed).multinomial(
        len(dimensions), whole / len(dimensions), size=TIMES
    )
    again = [sample for weights in drawn if not np.isnan(sample := _weighted(parts, weights)).any()]
    if len(again) < TIMES / 2:
        raise UsageError("most samples of the dimensions leave two cases nothing in common")
    found = [_likeness(member, _cut(sample, groups)) for sample in again]
    return Clusters(
        pd.Series(member, index=names),
        pd.Series(np.mean(found, axis=0).tolist(), index=np.unique(member)),
        pd.DataFrame(distance, index=names, columns=names),
        len(again),
    )


def _refuse(profiles: Mapping[str, Profile], names: Sequence[str]) -> None:
    if len(names) < CASES:
        raise UsageError(
            f"{len(names)} cases: clusters need {CASES} or more, for only a cluster of four "
            "keeps a Jaccard of 0.75 when it loses a case"
        )
    few = [
        f"{one} and {other} ({number})"
        for at, one in enumerate(names)
        for other in names[:at]
        if (number := gower(profiles[one], profiles[other])[1]) < SHARED
    ]
    if few:
        raise UsageError(
            f"fewer than {SHARED} dimensions are known of both: {', '.join(few)}; code more cells"
        )


def _parts(
    profiles: Mapping[str, Profile], names: Sequence[str], dimensions: Sequence[str]
) -> Floats:
    """Distances in each dimension, NaN where a cell is not known; (dimensions, cases, cases)."""
    parts = np.full((len(dimensions), len(names), len(names)), math.nan)
    for layer, dimension in enumerate(dimensions):
        known = [at for at, name in enumerate(names) if dimension in profiles[name]]
        for one in known:
            for other in known:
                readings = (profiles[names[at]][dimension] for at in (one, other))
                parts[layer, one, other] = apart(*readings)
    return parts


def _weighted(parts: Floats, weights: NDArray[np.generic]) -> Floats:
    """Gower's distance with each dimension as often as ``weights`` says."""
    known = ~np.isnan(parts)
    weight = np.tensordot(weights, known, axes=1)
    total = np.tensordot(weights, np.where(known, parts, 0.0), axes=1)
    none = np.full(total.shape, math.nan)
    return np.asarray(np.divide(total, weight, out=none, where=weight > 0), np.float64)


def _cut(distance: Floats, groups: int) -> NDArray[np.int64]:
    tree = linkage(squareform(distance, checks=False), "average")
    return np.asarray(fcluster(tree, groups, "maxclust"), np.int64)


def _likeness(member: NDArray[np.int64], again: NDArray[np.int64]) -> list[float]:
    """For each cluster the greatest Jaccard similarity to one of another clustering."""

    def jaccard(one: int, other: int) -> float:
        mine, yours = member == one, again == other
        return float((mine & yours).sum() / (mine | yours).sum())

    return [max(jaccard(one, other) for other in np.unique(again)) for one in np.unique(member)]
