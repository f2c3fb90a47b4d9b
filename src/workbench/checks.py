"""Everything wrong with a study at once, each with its file and line."""

from workbench import notebooks, stages
from workbench.errors import Finding
from workbench.project import Project
from workbench.study import Study, read


def findings(project: Project) -> list[Finding]:
    """All findings of the cards, codings, texts, counts and notebooks, sorted."""
    study = read(project)
    found = [*study.findings, *_counts(study), *_unused(study)]
    for path in sorted((project.root / "notebooks").glob("*.ipynb")):
        found += notebooks.findings(path, shown=project.relative(path))
    return sorted(set(found))


def _counts(study: Study) -> list[Finding]:
    found = []
    for doc, card in study.documents.items():
        shown = f"corpus/features/{doc}.csv"
        if card.rights == "open":
            continue
        record = stages.features_record(study.project, doc)
        if record is None:
            message = "no token counts; attach the original: workbench attach DIR"
            found.append(Finding(shown, 0, message))
        elif not stages.is_current(study, doc):
            message = "counts are older than the lexicon, the card or the engine; "
            found.append(Finding(shown, 0, message + "with the original here: workbench count"))
    return found


def _unused(study: Study) -> list[Finding]:
    """Cases without a single cell, and districts of the settings without a case."""
    judged = set(study.cells["case"])
    found = [
        Finding(f"corpus/cases/{case}.yml", 0, "no cell of the comparison speaks of this case")
        for case in study.cases
        if case not in judged
    ]
    return found + [
        Finding("corpus/workbench.yml", 0, f"district {name!r} is not in corpus/places.yml")
        for name in study.project.settings.districts
        if name not in study.places
    ]
