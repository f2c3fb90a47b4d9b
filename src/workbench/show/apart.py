"""Labels that do not lie on each other: each is put at the nearest place that is free."""

import numpy as np
from numpy.typing import NDArray

from workbench.show import fonts

Boxes = NDArray[np.float64]

RINGS, STEP = 80, 4.0  # how far a place is looked for, in points
NEAR = 97  # places tried first: most find one there
# Above first, then below, right and left, then what lies between.
_ANGLES = np.radians([90, 270, 0, 180, 45, 135, 315, 225, 67, 113, 247, 293])


def apart(
    centres: Boxes, sizes: Boxes, *, taken: tuple[Boxes, Boxes] | None = None, page: Boxes
) -> Boxes:
    """Where boxes of these ``sizes`` lie that should be at these ``centres``; shape (boxes, 2).

    They are placed in their order: the first lies where it should, a later one as near
    to it as it can without touching one before, what is ``taken`` (centres and sizes) or
    the border of the ``page`` (width, height). One that finds no place lies where it
    should.
    """
    at, reach = (part.copy() for part in taken or (np.empty((0, 2)), np.empty((0, 2))))
    rings = np.repeat(STEP * np.arange(1, RINGS), len(_ANGLES))
    around = np.tile(np.column_stack([np.cos(_ANGLES), np.sin(_ANGLES)]), (RINGS - 1, 1))
    steps = np.vstack([np.zeros((1, 2)), around * rings[:, None]])
    for centre, size in zip(centres, sizes, strict=True):
        for tried in (centre + steps[:NEAR], centre + steps):
            inside = ((tried >= size / 2) & (tried <= page - size / 2)).all(axis=1)
            near = np.abs(tried[:, None] - at[None]) < (size + reach)[None] / 2
            free = inside & ~near.all(axis=2).any(axis=1)
            if free.any():
                break
        at, reach = np.vstack([at, tried[int(np.argmax(free))]]), np.vstack([reach, size])
    return at[len(at) - len(centres) :]


def size(label: str, points: float) -> tuple[float, float]:
    """The width and height of a label in points, with a little air."""
    return points * fonts.width(label) + 2, points * 1.3
