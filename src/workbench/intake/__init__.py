"""What enters the study: files become texts and cards, and nothing is guessed in silence.

Every value of a card says where it was found: what is said beside a file (``FILE.yml``,
``metadata.csv``, front matter) comes first, then what the user says of all files of one
call, then what the file says of itself, then what its text says.
"""

from workbench.intake.desk import Intake
from workbench.intake.item import Declared, Item

__all__ = ["Declared", "Intake", "Item"]
