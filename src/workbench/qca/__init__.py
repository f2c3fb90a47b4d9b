"""Set-theoretic comparison (QCA): conditions, configurations, and what is sufficient.

    table = qca.truth_table(data, conditions=["DEV", "LIT"], outcome="SURV", inclusion=0.8)
    qca.solutions(table, kind="intermediate", expectations=["DEV", "LIT"])

Conventions, which are those of QCA for R (Dusa 2019), with which every number agrees:

- A case is in the row in which its membership is above 0.5; one of exactly 0.5 is in none.
- Rows are numbered from 1, the first condition most significant, by mixed radix.
- A row is 1 where its inclusion and its number of cases reach the cut-offs; C where it
  only reaches the lower of two inclusion cut-offs; ? with too few cases, a remainder. A
  contradiction is negative when the table is minimised.
- The models of a solution are all covers with the least number of prime implicants,
  whatever the number of their literals.
- An intermediate solution belongs to a pair of a conservative and a parsimonious model.
- The unique coverage of a lone term is not defined.
"""

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
