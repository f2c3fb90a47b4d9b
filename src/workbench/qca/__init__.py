"""Set-theoretic comparison (QCA): conditions, configurations, and what is sufficient."""

from workbench.qca.expressions import memberships
from workbench.qca.fit import necessity, sufficiency
from workbench.qca.lipset import lipset
from workbench.qca.solution import Model, Solution, solutions
from workbench.qca.table import TruthTable, truth_table

__all__ = [
    "Model",
    "Solution",
    "TruthTable",
    "lipset",
    "memberships",
    "necessity",
    "solutions",
    "sufficiency",
    "truth_table",
]
