"""Why there is nothing to show: said in both languages, instead of an empty frame."""

from collections.abc import Collection
from typing import NamedTuple

from workbench.show.html import Html, tag, text
from workbench.show.labels import Tables


class Reason(NamedTuple):
    """Why there is nothing, in both languages."""

    zh: str
    en: str


class Nothing(Html):
    """What is said where nothing is shown."""


def note(reason: Reason) -> Nothing:
    """The reason instead of a table."""
    zh, en = tag("span", text(reason.zh), lang="zh"), tag("span", text(reason.en), lang="en")
    return Nothing(tag("p", zh, text(" · "), en, class_="workbench-note").markup)


def undrawn(reason: Reason) -> Nothing:
    """The reason instead of a figure."""
    return note(Reason(f"图从略：{reason.zh}", f"Nothing to draw. {reason.en}"))


DOCUMENTS = Reason("尚无文献", "There is no document yet.")
CASES = Reason("尚无案例", "There is no case yet.")
NO_CASE_HERE = Reason(
    "该区县尚无案例，资料不足以成章",
    "No case of the corpus lies in this district: insufficient for a chapter.",
)
NO_DOCUMENT_HERE = Reason(
    "该区县尚无所据文献，资料不足",
    "No document of the corpus informs a case of this district: insufficient.",
)
CODES = Reason("尚无代码", "The codebook has no codes yet.")
DIMENSIONS = Reason("尚无比较维度", "The codebook has no dimension to compare by yet.")
CHOSEN = Reason(
    "所选范围内尚无案例，资料不足", "No case of the corpus is among those chosen: insufficient."
)
LEVEL = Reason("该层级尚无案例", "There is no case of this level yet.")
CELLS = Reason("没有符合条件的格", "No cell meets the conditions.")
CROSSWALK = Reason("无视角与方面的对照", "No crosswalk is written yet.")
CHANGES = Reason("无变化", "Nothing has changed.")
CODED = Reason("尚无编码", "Nothing is coded yet.")
TYPES = Reason("尚无类型", "No type is defined yet.")
CONCLUSIONS = Reason(
    "尚无结论（corpus/coding/conclusions.yml）",
    "No conclusion is on file yet (corpus/coding/conclusions.yml).",
)
TYPE_TABLE = Reason("无来源自带的类型表", "No source of the study brings a table of types.")
UNDECIDABLE = Reason("证据不足，无法判定类型", "The evidence is insufficient for every type.")
ORDINAL = Reason("尚无有序维度", "No dimension has an order.")
RANKED = Reason("有序维度尚无取值", "No rank of these cases is known.")
REPAIRS = Reason("所有文本均按原样阅读", "Every text is read as it stands.")
FIGURES = Reason("尚无数字", "No figure is on file yet.")
NO_FIGURE_HERE = Reason("来源未给出该区县的数字", "The sources give no figure for this district.")
NO_POLICY_HERE = Reason(
    "所收政策均不涵盖该区县的案例", "No policy of the corpus covers a case of this district."
)
POLICIES = Reason("所收政策均不涵盖任一案例", "No policy of the corpus covers a case.")
SETS = Reason("没有符合条件的组合", "No combination meets the cut-offs.")
VENN = Reason("文氏图限二至五个二值条件", "A Venn diagram takes two to five conditions.")
FEASIBLE = Reason("案例足以支撑这一比较", "The cases can carry this comparison.")
TERMS = Reason("文献中尚无词表所列术语", "No term of the lexicon is counted yet.")
HITS = Reason("检索结果 0 处", "0 hits")
WORDS = Reason("尚无词频", "No word is counted yet.")
RUNS = Reason("没有三次以上的词串", "No run of words stands three times.")
RESULT = Reason("没有词符合条件，资料不足", "No word meets the conditions: insufficient.")
PLACES = Reason("所选文献中没有这个词", "The word stands in none of these documents.")
YEARS = Reason(
    "所选文献没有年份，或没有这些词",
    "No document with a year holds these words: insufficient.",
)
GROUPS = Reason(
    "两组都要有文献；请用筛选选定 A 组和 B 组",
    "Both groups need a document: choose A and B with the filters.",
)
LINKS = Reason(
    "词与词之间没有足够的共现", "No two words stand together often enough: insufficient."
)
MANY = Reason("组多于六个，图上无从分辨", "More than six groups cannot be told apart in a figure.")
ALIKE = Reason("文献不足三篇，无从聚类", "Fewer than three documents: insufficient to group them.")
TEXTS = Reason("本机没有所选文献的文本", "No text of these documents is on this machine.")
LONG = Reason("所选文本太短，不足以计算", "No text is long enough: insufficient.")
MAP = Reason(
    "对应分析至少需要三个词和三组文献",
    "A map takes three words and three groups of documents at least: insufficient.",
)


def uncompared(tables: Tables, cases: Collection[str]) -> Reason | None:
    """Why these cases cannot be compared, or None where they can."""
    if tables["cases"].empty:
        return CASES
    if not cases:
        return CHOSEN
    if tables["dimensions"].empty:
        return DIMENSIONS
    own = tables["matrix"]
    looked = own[own["case"].isin(list(cases)) & (own["mark"] != "not_looked")]
    return CODED if looked.empty else None


def untyped(tables: Tables, cases: Collection[str]) -> Reason | None:
    """Why these cases cannot be held against types, or None where they can."""
    return TYPES if tables["type_labels"].empty else uncompared(tables, cases)
