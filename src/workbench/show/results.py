"""A result of an analysis as a plain table: what every figure and widget shows besides."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from workbench.show import empty, labels
from workbench.show.html import ONE_LINE, Html, both, table, tag, text
from workbench.show.labels import word
from workbench.show.parts import rows_of

HUGE = 1e9  # from where on the power of ten is read
MOST = 50  # rows put on the page at once

HEADS = {
    "doc": ("文献", "Document"),
    "year": ("年份", "Year"),
    "word": ("词", "Word"),
    "words": ("词串", "Words"),
    "first": ("前词", "First"),
    "second": ("后词", "Second"),
    "source": ("词", "Word"),
    "target": ("共现词", "With"),
    "language": ("语言", "Language"),
    "count": ("次数", "Count"),
    "documents": ("文献数", "Documents"),
    "rate": ("每千词", "Per 1,000 words"),
    "low": ("下限", "Low (95 %)"),
    "high": ("上限", "High (95 %)"),
    "reference_count": ("参照次数", "Count in B"),
    "reference_documents": ("参照文献数", "Documents in B"),
    "reference_rate": ("参照每千词", "Per 1,000 words in B"),
    "log_ratio": ("对数比", "Log ratio"),
    "g2": ("对数似然", "G²"),
    "chi2": ("卡方", "χ²"),
    "diff": ("差异率", "%DIFF"),
    "p": ("p 值", "p"),
    "p_adjusted": ("校正 p 值", "Adjusted p"),
    "juilland_d": ("Juilland D", "Juilland D"),
    "dp": ("离散度", "DP"),
    "dp_norm": ("标准化 DP", "DP norm"),
    "expected": ("期望次数", "Expected"),
    "pmi": ("互信息", "PMI"),
    "npmi": ("标准化互信息", "NPMI"),
    "log_likelihood": ("对数似然", "Log-likelihood"),
    "t_score": ("t 值", "t-score"),
    "dice": ("Dice 系数", "Dice"),
    "log_dice": ("对数 Dice", "logDice"),
    "distance": ("平均距离", "Mean distance"),
    "weight": ("权重", "Weight"),
    "other": ("另一文献", "Other document"),
    "similarity": ("余弦相似度", "Cosine"),
    "mass": ("质量", "Mass"),
    "axis_1": ("第一轴", "Axis 1"),
    "contribution_1": ("对第一轴的贡献", "Contribution"),
    "cos2_1": ("第一轴质量", "cos²"),
    "axis_2": ("第二轴", "Axis 2"),
    "contribution_2": ("对第二轴的贡献", "Contribution"),
    "cos2_2": ("第二轴质量", "cos²"),
    "tokens": ("词数", "Tokens"),
    "types": ("词种", "Types"),
    "ttr": ("类符形符比", "TTR"),
    "root_ttr": ("根号 TTR", "Root TTR"),
    "mattr": ("移动平均 TTR", "MATTR"),
    "mtld": ("MTLD", "MTLD"),
    "hdd": ("HD-D", "HD-D"),
    "yule_k": ("尤尔 K", "Yule's K"),
}
SURE = {"p", "p_adjusted"}  # told as smaller than, never as nothing


def results(
    found: pd.DataFrame,
    *,
    caption: tuple[str, str],
    columns: Sequence[str] | None = None,
    most: int = MOST,
) -> Html:
    """The first rows of a result, with its columns named; the caption says how many there are."""
    if found.empty:
        return empty.note(empty.RESULT)
    chosen = [name for name in columns or HEADS if name in found]
    body = [[_value(name, row) for name in chosen] for row in rows_of(found.head(most))]
    return table(
        [both(*HEADS[name]) for name in chosen], body, caption=_counted(caption, len(found), most)
    )


def _counted(caption: tuple[str, str], there: int, most: int) -> Html:
    zh, en = caption
    if there <= most:
        return both(f"{zh}（{there:,} 项）", f"{en} ({there:,})")
    return both(f"{zh}（{there:,} 项中的前 {most} 项）", f"{en} (first {most} of {there:,})")


def _value(name: str, row: Mapping[Any, Any]) -> Html:
    value = row[name]
    if name == "language":
        return tag("span", word(labels.LANGUAGES, str(value)), style=ONE_LINE)
    if name == "year" or not isinstance(value, int | float):
        return text(value)
    return tag("span", text(number(value, sure=name in SURE)), style=ONE_LINE)


def number(value: int | float, *, sure: bool = False) -> str:
    """A number as it is read: whole ones with separators, others with two or three digits."""
    if math.isnan(value):
        return "–"
    if isinstance(value, int):
        return f"{value:,}"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    if abs(value) >= HUGE:
        return f"{value:.1e}"
    if sure:
        return "< 0.0001" if value < 0.0001 else f"{value:.4f}"
    return f"{value:,.2f}" if abs(value) >= 10 else f"{value:.3f}"
