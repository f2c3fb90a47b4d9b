"""Calibration: what turns raw scores into memberships in a set (Ragin 2008, ch. 4-5).

Anchors are raw scores that theory ties to full non-membership, to the point of greatest
ambiguity and to full membership; anchors in descending order calibrate a set whose
membership falls as the score rises. A raw score that is unknown stays unknown.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.errors import UsageError

Scores = NDArray[np.floating]

IDM = 0.95  # degree of membership at the anchors of full membership
FAR = 100.0  # log odds that are beyond any doubt
NEAR = 1e-4  # memberships nearer to 0 or 1 are 0 or 1, as in QCA for R
ROUNDS, STOP = 25, 1e-8  # of fitting: the most, and the relative change of deviance to stop at
TINY = float(np.finfo(np.float64).eps)


@dataclass(frozen=True)
class Calibration:
    """A method of calibration with its anchors, kept apart so that they can be moved."""

    method: Callable[..., pd.Series]
    anchors: tuple[float, ...]
    options: Mapping[str, Any] = field(default_factory=dict)

    def __call__(self, raw: pd.Series) -> pd.Series:
        """The memberships of raw scores, shape (cases,)."""
        return self.method(raw, self.anchors, **self.options)

    def moved(self, place: int, anchor: float) -> "Calibration":
        """The same with another anchor at a place."""
        anchors = list(self.anchors)
        anchors[place] = anchor
        return replace(self, anchors=tuple(anchors))


def crisp(raw: pd.Series, thresholds: float | Sequence[float]) -> pd.Series:
    """How many of the thresholds a score reaches: 0 or 1 of one, 0, 1, 2, … of several.

    Several thresholds make a multi-value condition. Raises UsageError unless they rise.
    """
    edges = np.atleast_1d(np.asarray(thresholds, np.float64))
    if (np.diff(edges) <= 0).any():
        raise UsageError(f"thresholds of {raw.name} have to rise: {edges.tolist()}")
    values = np.searchsorted(edges, raw.to_numpy(np.float64), side="right").astype(np.float64)
    return _named(np.where(raw.isna(), np.nan, values), raw)


def direct(
    raw: pd.Series,
    anchors: Sequence[float],
    *,
    curve: Literal["logistic", "power"] = "logistic",
    idm: float = IDM,
    below: float = 1,
    above: float = 1,
) -> pd.Series:
    """The direct method (Ragin 2008): memberships from three or six anchors, in [0, 1].

    anchors : full non-membership, crossover, full membership; or, for a set that is fullest
    in the middle, these three and then their mirror: full membership, crossover, full
    non-membership.  curve : logistic, with membership ``idm`` at full membership and
    ``1 - idm`` at full non-membership; or power, which is 0 and 1 at the anchors, with the
    exponents ``below`` and ``above`` the crossover (1: straight lines).

    Raises UsageError where anchors are not in order or ``idm`` is not within (0.5, 1).
    """
    if len(anchors) not in (3, 6):
        raise UsageError(f"direct calibration of {raw.name} has 3 or 6 anchors: {tuple(anchors)}")
    if not 0.5 < idm < 1:
        raise UsageError(f"membership at full membership is within (0.5, 1), not {idm}")
    sides = [_ordered(raw, anchors[:3])]
    if len(anchors) == 6:
        sides.append(_ordered(raw, anchors[:2:-1]))
        if not anchors[0] < anchors[2] <= anchors[3] < anchors[5]:
            raise UsageError(f"the six anchors of {raw.name} have to rise: {tuple(anchors)}")
    x = raw.to_numpy(np.float64)
    if curve == "logistic":
        found = [_logistic(x, side, idm) for side in sides]
    else:
        found = [_power(x, side, below, above) for side in sides]
    return _named(np.minimum.reduce(found), raw)


def _ordered(raw: pd.Series, anchors: Sequence[float]) -> tuple[float, float, float]:
    out, cross, full = (float(anchor) for anchor in anchors)
    if not (out < cross < full or out > cross > full):
        raise UsageError(f"anchors of {raw.name} have to rise or fall: {out}, {cross}, {full}")
    return out, cross, full


def _logistic(x: Scores, anchors: tuple[float, float, float], idm: float) -> Scores:
    """Log odds that are straight on either side of the crossover."""
    out, cross, full = anchors
    odds = np.log(idm / (1 - idm))
    inner = (x - cross) / (full - cross)
    outer = (x - cross) / (cross - out)
    away = np.clip(odds * np.where(inner > 0, inner, outer), -FAR, FAR)
    return _snapped(1 / (1 + np.exp(-away)))


def _snapped(found: Scores) -> Scores:
    return np.where(found < NEAR, 0, np.where(found > 1 - NEAR, 1, found))


def _power(x: Scores, anchors: tuple[float, float, float], below: float, above: float) -> Scores:
    """Half the share of the way to the crossover, then half of the rest; 0 and 1 beyond."""
    out, cross, full = anchors
    lower: Scores = np.clip((x - out) / (cross - out), 0, 1) ** below / 2
    upper: Scores = 1 - np.clip((full - x) / (full - cross), 0, 1) ** above / 2
    return np.where((x - cross) / (full - cross) >= 0, upper, lower)


def indirect(raw: pd.Series, thresholds: Sequence[float]) -> pd.Series:
    """The indirect method (Ragin 2008): memberships predicted from a first grouping.

    The thresholds cut the scores into groups (one that equals a threshold is below it),
    whose memberships are spread evenly from 0 to 1. A fractional logit (Papke & Wooldridge
    1996) over log(x), √x, x and x² is fitted to them, as in QCA for R (Dusa 2019), and its
    predictions are the memberships, to six digits. Raises UsageError for scores that are
    not above 0 and for fewer than two thresholds.
    """
    known = raw.dropna()
    x = known.to_numpy(np.float64)
    if len(thresholds) < 2 or not len(x) or x.min() <= 0:
        raise UsageError(f"indirect calibration of {raw.name}: 2 thresholds or more, scores > 0")
    groups = np.searchsorted(sorted(thresholds), x, side="left") / len(thresholds)
    scaled = x / x.max()
    terms = np.array([np.ones_like(x), np.log(scaled), np.sqrt(scaled), scaled, scaled**2]).T
    fitted = pd.Series(_snapped(_fractional_logit(terms, groups)).round(6), known.index)
    return _named(fitted.reindex(raw.index).to_numpy(np.float64), raw)


def _fractional_logit(terms: Scores, y: Scores) -> Scores:
    """Predictions of the quasi-likelihood fit by Fisher scoring, shape (cases,).

    It starts and stops as glm of R does, whose sixth digit depends on that.
    """
    predicted, deviance = (y + 0.5) / 2, np.inf
    for _ in range(ROUNDS):
        odds, weight = np.log(predicted / (1 - predicted)), predicted * (1 - predicted)
        target, root = odds + (y - predicted) / weight, np.sqrt(weight)
        beta = np.linalg.lstsq(terms * root[:, None], target * root)[0]
        predicted = np.clip(1 / (1 + np.exp(-terms @ beta)), TINY, 1 - TINY)
        before, deviance = deviance, _deviance(y, predicted)
        if abs(deviance - before) < STOP * (abs(deviance) + 0.1):
            break
    return predicted


def _deviance(y: Scores, predicted: Scores) -> float:
    here = np.where(y > 0, y * np.log(np.maximum(y, TINY) / predicted), 0)
    not_here = np.where(y < 1, (1 - y) * np.log(np.maximum(1 - y, TINY) / (1 - predicted)), 0)
    return 2 * float((here + not_here).sum())


def _named(memberships: Scores, raw: pd.Series) -> pd.Series:
    return pd.Series(memberships, index=raw.index, name=raw.name)
