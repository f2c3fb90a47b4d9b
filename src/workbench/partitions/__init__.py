"""Collections of 10^5 to 10^7 documents: cut in shards, and read without being loaded.

A collection is a folder of shards below ``build/2-tokens`` and an index that lists them,
which is written last: whatever stops a run, the next one goes on with what is there.
"""

from workbench.partitions.cards import Card, card, names, read
from workbench.partitions.collection import Collection, Occurrences
from workbench.partitions.cutting import Summary, cut
from workbench.partitions.index import staleness

__all__ = [
    "Card",
    "Collection",
    "Occurrences",
    "Summary",
    "card",
    "cut",
    "names",
    "read",
    "staleness",
]
