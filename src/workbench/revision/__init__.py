"""Changes to what is held: originals attached, texts corrected, documents removed.

Whatever is replaced is kept beside it as ``NAME.replaced-1``, what is removed lies in
``corpus/archive/``, and no coded span is ever dropped: one that has lost its passage
stays where it was and blocks the book until someone selects it again.
"""

from workbench.coding.anchors import Move
from workbench.revision.anchoring import anchor, correct
from workbench.revision.originals import attach
from workbench.revision.removal import remove

__all__ = ["Move", "anchor", "attach", "correct", "remove"]
