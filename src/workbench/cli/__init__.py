"""The commands: one a stage and the few others; nothing else happens here."""

from workbench.cli import bringing, asking, changing, building  # isort: skip  (the order of --help)
from workbench.cli.screen import app, main

__all__ = ["app", "asking", "bringing", "building", "changing", "main"]
