"""What readers see: labels in two languages, tables, figures and widgets.

The only room that draws or writes HTML. Ids go in, names come out.
"""

from workbench.show import views
from workbench.show.chapter import chooser
from workbench.show.codebook import codes, dimensions
from workbench.show.comparison import matrix, overview, type_rules, type_table, types
from workbench.show.concordance import concordance, passage
from workbench.show.figures import ordinal_profile, type_distances
from workbench.show.parts import cases_within
from workbench.show.tables import cases, documents, evidence, figures, policies, repairs
from workbench.show.widgets import explorer, most_frequent
from workbench.show.words import term_rates, words

__all__ = [
    "cases",
    "cases_within",
    "chooser",
    "codes",
    "concordance",
    "dimensions",
    "documents",
    "evidence",
    "explorer",
    "figures",
    "matrix",
    "most_frequent",
    "ordinal_profile",
    "overview",
    "passage",
    "policies",
    "repairs",
    "term_rates",
    "type_distances",
    "type_rules",
    "type_table",
    "types",
    "views",
    "words",
]
