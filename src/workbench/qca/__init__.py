"""Set-theoretic comparison (QCA): conditions, configurations, and what is sufficient."""

from workbench.qca.anchored import Rule, anchored, anchored_conditions
from workbench.qca.calibration import Calibration, crisp, direct, indirect
from workbench.qca.counterfactuals import (
    assumptions,
    contradictory,
    counterfactuals,
    remainders,
    simultaneous,
)
from workbench.qca.expressions import memberships
from workbench.qca.fiss import configurations
from workbench.qca.fit import necessity, sufficiency
from workbench.qca.lipset import lipset
from workbench.qca.robustness import Robustness, robustness
from workbench.qca.solution import Model, Solution, solutions
from workbench.qca.study import cases_needed, insufficient
from workbench.qca.supersets import supersets
from workbench.qca.table import TruthTable, truth_table

__all__ = [
    "Calibration",
    "Model",
    "Robustness",
    "Rule",
    "Solution",
    "TruthTable",
    "anchored",
    "anchored_conditions",
    "assumptions",
    "cases_needed",
    "configurations",
    "contradictory",
    "counterfactuals",
    "crisp",
    "direct",
    "indirect",
    "insufficient",
    "lipset",
    "memberships",
    "necessity",
    "remainders",
    "robustness",
    "simultaneous",
    "solutions",
    "sufficiency",
    "supersets",
    "truth_table",
]
