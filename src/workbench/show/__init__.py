"""What readers see: labels in two languages, tables, figures and widgets.

The only room that draws or writes HTML. Ids go in, names come out.
"""

from workbench.show import between, views
from workbench.show.changes import changes
from workbench.show.chapter import chapter
from workbench.show.codebook import codes, dimensions
from workbench.show.comparison import matrix, overview, type_rules, type_table, types
from workbench.show.concordance import concordance, passage
from workbench.show.figures import ordinal_profile, type_distances
from workbench.show.fiss import configuration_table
from workbench.show.framework import cells, crosswalk, summaries
from workbench.show.parts import cases_within
from workbench.show.sensitivity import (
    conclusions,
    sensitivity,
    switchboard,
    type_sensitivity,
    verdicts,
)
from workbench.show.tables import cases, documents, evidence, figures, policies, repairs
from workbench.show.totals import total
from workbench.show.truthtable import chart, feasibility, measures, truth_table
from workbench.show.venn import venn
from workbench.show.widgets import cell_browser, explorer, most_frequent
from workbench.show.words import term_rates, words
from workbench.show.xy import xy

__all__ = [
    "between",
    "cases",
    "cases_within",
    "cell_browser",
    "cells",
    "changes",
    "chapter",
    "chart",
    "codes",
    "conclusions",
    "concordance",
    "configuration_table",
    "crosswalk",
    "dimensions",
    "documents",
    "evidence",
    "explorer",
    "feasibility",
    "figures",
    "matrix",
    "measures",
    "most_frequent",
    "ordinal_profile",
    "overview",
    "passage",
    "policies",
    "repairs",
    "sensitivity",
    "summaries",
    "switchboard",
    "term_rates",
    "total",
    "truth_table",
    "type_distances",
    "type_rules",
    "type_sensitivity",
    "type_table",
    "types",
    "venn",
    "verdicts",
    "views",
    "words",
    "xy",
]
