"""A study that has nothing but a collection, in a folder of the benchmark."""

from pathlib import Path

CARD = """\
title: {{zh: {name}}}
language: mixed
genre: policy
rights: withheld
path: {path}
columns: {{text: text, id: id, date: date, keep: [group]}}
"""


def study(root: Path, path: Path) -> Path:
    """Make a study in ``root`` whose collection ``texts`` is the file ``path``."""
    from workbench import starter

    starter.init(root, title_en="Benchmark")
    card = CARD.format(name=path.stem, path=path)
    (root / "corpus/collections").mkdir()
    (root / "corpus/collections/texts.yml").write_text(card, encoding="utf-8")
    return root


def cut(root: str, jobs: int = 1, scheduler: str | None = None) -> dict[str, float]:
    """Cut the collection of a study, as ``workbench tokens`` does."""
    import time

    from workbench import partitions, project

    began = time.perf_counter()
    summary = partitions.cut(
        project.find(Path(root)), "texts", terms=(), engine="fast", jobs=jobs, scheduler=scheduler
    )
    seconds = time.perf_counter() - began
    held = {"tokens": summary.tokens, "shards": summary.shards, "cut": summary.cut}
    return held | {"seconds": seconds, "characters": summary.characters}
