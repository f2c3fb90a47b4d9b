"""What readers see: labels in two languages, tables, figures and widgets.

The only room that draws or writes HTML. Ids go in, names come out.
"""

from workbench.show.figures import ordinal_profile, type_distances
from workbench.show.tables import (
    cases,
    cases_within,
    codes,
    dimensions,
    documents,
    evidence,
    figures,
    matrix,
    overview,
    policies,
    term_rates,
    type_rules,
    type_table,
    types,
    words,
)
from workbench.show.widgets import concordance, explorer

__all__ = [
    "cases",
    "cases_within",
    "codes",
    "concordance",
    "dimensions",
    "documents",
    "evidence",
    "explorer",
    "figures",
    "matrix",
    "ordinal_profile",
    "overview",
    "policies",
    "term_rates",
    "type_distances",
    "type_rules",
    "type_table",
    "types",
    "words",
]
