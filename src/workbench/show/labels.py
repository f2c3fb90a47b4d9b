"""Names for ids, in Chinese and English; ids never reach a reader."""

from collections.abc import Mapping
from functools import cache

import pandas as pd

from workbench.show.html import Html, both, text

Tables = Mapping[str, pd.DataFrame]

MARKS = {
    "stated": ("文述", "stated"),
    "derived": ("推算", "derived"),
    "inferred": ("推断", "inferred"),
    "not_found": ("查无", "looked for, not found"),
    "not_looked": ("未查", "not yet looked"),
}
LEVELS = {
    "municipality": ("市", "municipality"),
    "district": ("区县", "district"),
    "street": ("街道", "street"),
    "community": ("社区", "community"),
    "organisation": ("组织", "organisation"),
}
GENRES = {
    "paper": ("论文", "paper"),
    "report": ("报告", "report"),
    "news": ("新闻报道", "news"),
    "press_conference": ("新闻发布会", "press conference"),
    "interview": ("访谈", "interview"),
    "web": ("网页", "web page"),
    "policy": ("政策法规", "policy"),
    "note": ("案例述要", "case note"),
}
LANGUAGES = {"zh": ("中文", "Chinese"), "en": ("英文", "English")}
TRANSLATIONS = {
    "none": ("原文", "original"),
    "machine": ("机器译文", "machine translation"),
    "author": ("作者译文", "author's translation"),
}
ROLES = {
    "official": ("官员", "official"),
    "practitioner": ("实务工作者", "practitioner"),
    "scholar": ("学者", "scholar"),
    "resident": ("居民", "resident"),
    "author": ("作者", "author"),
    "document": ("文件", "document"),
}
RELATIONS = {
    "in_force": ("施行中", "in force"),
    "before_case": ("此前已失效", "lapsed before"),
    "after_case": ("此后出台", "came later"),
    "unknown": ("时间不明", "date unknown"),
}
VERDICTS = {
    "member": ("属于", "member"),
    "hybrid": ("混合", "hybrid"),
    "other": ("不属于", "not a member"),
    "undecided": ("未定", "undecided"),
}
GROUNDS = {
    "nearest": ("最近", "nearest"),
    "close": ("距数类型相近", "close to several types"),
    "too_far": ("距各类型皆远", "far from every type"),
    "too_few_known": ("资料不足", "too little evidence"),
}
CHANGED = {
    "cells": ("格", "cell"),
    "segments": ("段落", "segment"),
    "matrix": ("矩阵", "matrix"),
    "types": ("类型", "type"),
}
STEPS = {
    "added": ("新增", "added"),
    "removed": ("删去", "removed"),
    "changed": ("改动", "changed"),
}
QUALIFIERS = {
    "more_than": ("超过", "more than"),
    "nearly": ("近", "nearly"),
    "about": ("约", "about"),
    "at_least": ("至少", "at least"),
    "at_most": ("至多", "at most"),
    "less_than": ("不足", "less than"),
    "": ("", ""),
}
REPAIRS = {
    "digit_one_space": ("去除数字1前的空格", "space before digit 1 dropped"),
    "nbsp_space": ("不换行空格作空格", "no-break spaces read as spaces"),
    "collapse_repetition": ("合并重复", "repetition collapsed"),
    "cut_furniture": ("剔除页面杂项", "page furniture cut"),
    "cut_references": ("剔除参考文献", "reference list cut"),
}
STATES = {
    "holds": ("成立", "holds"),
    "falls": ("不成立", "falls"),
    "unsaid": ("无从判断", "cannot be said"),
}
SIGNS = {"holds": "●", "falls": "×", "unsaid": "○"}  # of the states; apart without colour
TRANSLATIONS = {
    "machine": ("机器翻译", "translated by machine"),
    "author": ("作者英文稿", "authors' own English"),
}
SWITCHES = {
    "official": ("官员之言", "what officials say"),
    "inferred": ("推断", "inferred readings"),
    "repairs": ("修复", "numbers read by a repair"),
}
RIGHTS = {"open": ("开放", "open"), "withheld": ("仅存引证", "by reference")}


def word(names: Mapping[str, tuple[str, str]], key: str) -> Html:
    """The name of one of the fixed words above."""
    return both(*names[key]) if key in names else text(key)


class Names:
    """The names of what one table lists, by id."""

    def __init__(self, table: pd.DataFrame, key: str, zh: str = "label_zh", en: str = "label_en"):
        self.pairs = dict(zip(table[key], zip(table[zh], table[en], strict=True), strict=True))

    def __call__(self, name: str) -> Html:
        """The name in both languages; the id itself where nobody named it."""
        return both(*self.pairs[name]) if name in self.pairs else text(name)

    def zh(self, name: str) -> str:
        """The Chinese name alone; the English one where there is no other."""
        return next(filter(None, self.pairs.get(name, ())), name)

    def stacked(self, name: str) -> str:
        """Both names in two lines, for the axes of figures."""
        return "\n".join(dict.fromkeys(filter(None, self.pairs.get(name, (name,)))))


@cache
def _key(kind: str) -> tuple[str, str, str, str]:
    return {
        "case": ("cases", "case", "label_zh", "label_en"),
        "short": ("cases", "case", "short_zh", "short_en"),
        "place": ("places", "place", "label_zh", "label_en"),
        "code": ("codes", "code", "label_zh", "label_en"),
        "dimension": ("dimensions", "dimension", "label_zh", "label_en"),
        "document": ("documents", "doc", "title_zh", "title_en"),
        "policy": ("policies", "doc", "title_zh", "title_en"),
        "type": ("type_labels", "type", "label_zh", "label_en"),
        "family": ("type_labels", "family", "family_zh", "family_en"),
    }[kind]


def names(tables: Tables, kind: str) -> Names:
    """The names of all cases, places, codes, dimensions, documents or types."""
    table, *columns = _key(kind)
    return Names(tables[table], *columns)
