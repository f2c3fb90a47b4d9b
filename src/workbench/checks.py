"""Everything wrong with a study at once, each with its file and line."""

from workbench import counting, holdings, notebooks, partitions, prose, standing
from workbench.corpus import privacy
from workbench.errors import Finding
from workbench.project import Project
from workbench.study import Study, read


def findings(project: Project) -> list[Finding]:
    """All findings of the cards, codings, texts, counts, chapters and notebooks, sorted."""
    study = read(project)
    found = [*study.findings, *_counts(study), *_unused(study), *_strays(study)]
    found += [
        *standing.unsound(study),
        *_twins(study),
        *_private(study),
        *partitions.read(project)[1],
    ]
    for path in sorted((project.root / "notebooks").glob("*.ipynb")):
        found += notebooks.findings(path, shown=project.relative(path))
    found += prose.of_study(project, known=set(study.figures["id"]))
    return sorted(set(found))


def _twins(study: Study) -> list[Finding]:
    """Documents that repeat another one, as long as no card says how they are counted.

    Looked for once every card and text can be read.
    """
    if study.unread:
        return []
    held = holdings.read(study.project)
    pairs = held.pairs()
    held.save()
    first = {pair.one: study.originals.get(pair.one, pair.one) for pair in pairs}
    return [
        Finding(
            f"corpus/documents/{pair.other}.yml",
            0,
            f"repeats {pair.one} ({pair.kind}, similarity {pair.similarity:.2f}); write "
            f"reprint_of: {first[pair.one]} to count it once, or distinct_from: [{pair.one}]",
        )
        for pair in pairs
    ]


def _private(study: Study) -> list[Finding]:
    """What may not be published and stands in a text that is."""
    found = []
    for doc, card in study.documents.items():
        if card.rights == "open" and doc in study.texts:
            spans = privacy.found(study.texts[doc], names=card.private, allowed=card.public)
            found += [
                Finding(
                    f"corpus/texts/{doc}.txt",
                    1 + study.texts[doc].count("\n", 0, start),
                    f"{kind} at [{start}, {end}); withhold the document, take it out with "
                    "workbench correct, or allow it on the card under public",
                )
                for start, end, kind in spans
            ]
    return found


def _counts(study: Study) -> list[Finding]:
    found = []
    for doc, card in study.documents.items():
        shown = f"corpus/features/{doc}.csv"
        if card.rights == "withheld" and doc not in study.features:
            todo = (
                "run: workbench count" if doc in study.texts else "attach it: workbench attach DIR"
            )
            message = f"no token counts of the original; {todo}"
            found.append(Finding(shown, 0, message))
    late = "counts are older than the lexicon, the card or the engine, or were edited; "
    return found + [
        Finding(f"corpus/features/{doc}.csv", 0, late + "with the original here: workbench count")
        for doc in counting.outdated(study)
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
