"""Whether the conclusions of a study hold, on all of its evidence and without some of it."""

from collections import Counter
from collections.abc import Collection

import pandas as pd

from workbench.coding import codebook
from workbench.comparison import conclusions, sensitivity
from workbench.comparison.evidence import Evidence, scenarios
from workbench.comparison.view import HOLDS, Known
from workbench.corpus import places
from workbench.errors import Finding, UsageError, did_you_mean
from workbench.project import Project
from workbench.study import Study, read


def evidence(study: Study) -> Evidence:
    """What the comparison of a study rests on; a reprint counts as its original."""
    assert study.typology is not None  # a study without one is refused when read
    return Evidence(
        cells=study.cells,
        segments=_segments(study),
        cases=places.cases_table(study.cases, study.places, study.documents),
        dimensions=codebook.dimensions_table(study.codebook),
        codes=codebook.codes_table(study.codebook, Counter()),
        documents=_genres(study),
        typology=study.typology,
        doubtful_below=study.project.settings.doubtful_below,
    )


def _genres(study: Study) -> pd.DataFrame:
    rows = [(doc, card.genre) for doc, card in study.documents.items()]
    return pd.DataFrame(rows, columns=["doc", "genre"])


def _segments(study: Study) -> pd.DataFrame:
    """The coded segments with what scenarios ask of their documents and of their numbers."""
    rows = study.segments.replace({"doc": study.originals}).reset_index(drop=True)
    cards = study.documents
    repaired = study.figures[study.figures["repair"] != ""]
    spans = list(zip(repaired["doc"], repaired["start"], repaired["end"], strict=True))
    where = study.segments[["doc", "start", "end"]].itertuples(index=False)
    return rows.assign(
        genre=[cards[doc].genre for doc in rows["doc"]],
        translation=[cards[doc].translation for doc in rows["doc"]],
        repaired=[
            any(doc == other and start < ends and begins < end for other, begins, ends in spans)
            for doc, start, end in where
        ],
    )


def unsound(study: Study) -> list[Finding]:
    """Every conclusion that speaks of what there is not, compares levels, or does not hold.

    A study with other findings is not judged: what is missing there would be missed here.
    """
    if study.told is None or study.findings:
        return []
    rests_on = evidence(study)
    found = conclusions.faults(study.conclusions, _known(study, rests_on))
    if not found:
        rows = sensitivity.judged(rests_on, study.conclusions)
        return [
            study.told.finding(("conclusions", name), f"{name} {_said(verdict)}: {why}")
            for name, verdict, why in zip(
                rows["conclusion"], rows["verdict"], rows["why"], strict=True
            )
            if verdict != HOLDS
        ]
    return [study.told.finding(fault.keys, f"{fault.keys[1]}: {fault.message}") for fault in found]


def _said(verdict: str) -> str:
    todo = "correct it, or the cells"
    return f"falls ({todo})" if verdict == "falls" else f"cannot be said ({todo})"


def _known(study: Study, rests_on: Evidence) -> Known:
    return Known(
        levels={name: case.level for name, case in study.cases.items()},
        inside={name: case.contained_in for name, case in study.cases.items()},
        codes={name: each.codes for name, each in study.codebook.dimensions.items()},
        scales={name: each.scale for name, each in study.codebook.dimensions.items()},
        typology=rests_on.typology,
    )


class Standing:
    """The conclusions of a study, to be judged without any part of the evidence."""

    def __init__(self, study: Study) -> None:
        self.evidence, self.conclusions = evidence(study), study.conclusions
        self.switches = [scenario.id for scenario in scenarios(self.evidence)]

    def without(self, left_out: Collection[str] = ()) -> pd.DataFrame:
        """The verdicts without what is left out (``artefacts.CONCLUSIONS``).

        ``left_out`` holds ids of the table ``scenarios``; raises UsageError for others.
        """
        for name in left_out:
            if name not in self.switches:
                near = did_you_mean(name, self.switches)
                raise UsageError(f"nothing called {name!r} can be left out{near}")
        return sensitivity.judged(self.evidence, self.conclusions, left_out)


def standing(project: Project) -> Standing:
    """The conclusions of the study in ``project``; raises InputError with all that is wrong."""
    study = read(project)
    study.refuse()
    return Standing(study)
