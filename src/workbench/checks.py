"""Everything wrong with a study at once, each with its file and line."""

from workbench import notebooks, stages
from workbench.errors import Finding
from workbench.project import Project
from workbench.study import Study, read


def findings(project: Project) -> list[Finding]:
    """All findings of the cards, codings, texts, counts and notebooks, sorted."""
    study = read(project)
    found = [*study.findings, *_counts(study), *_unused(study), *_strays(study)]
    for path in sorted((project.root / "notebooks").glob("*.ipynb")):
        found += notebooks.findings(path, shown=project.relative(path))
    return sorted(set(found))


def _counts(study: Study) -> list[Finding]:
    found = []
    for doc, card in study.documents.items():
        shown = f"corpus/features/{doc}.csv"
        if card.rights == "withheld" and doc not in study.features:
            message = "no token counts; attach the original: workbench attach DIR"
            found.append(Finding(shown, 0, message))
    late = "counts are older than the lexicon, the card or the engine, or were edited; "
    return found + [
        Finding(f"corpus/features/{doc}.csv", 0, late + "with the original here: workbench count")
        for doc in stages.outdated(study)
    ]


def _unused(study: Study) -> list[Finding]:
    """Cases without a single cell."""
    judged = set(study.cells["case"])
    return [
        Finding(f"corpus/cases/{case}.yml", 0, "no cell of the comparison speaks of this case")
        for case in study.cases
        if case not in judged
    ]


def _strays(study: Study) -> list[Finding]:
    """Files of corpus/ that nothing reads."""
    strays = [
        path
        for folder in ("texts", "withheld")
        for path in sorted(study.project.corpus(folder).glob("*.txt"))
        if not study.project.corpus("documents", f"{path.stem}.yml").is_file()
    ]
    found = [
        Finding(study.project.relative(path), 0, "a text without a card; write one for it")
        for path in strays
    ]
    return found + [
        Finding(study.project.relative(path), 0, "is not read; its name has to end in .yml")
        for path in sorted(study.project.corpus().rglob("*.yaml"))
    ]
