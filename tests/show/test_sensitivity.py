"""Conclusions and what can be left out: signs apart without colour, links, switches."""

import re
from collections.abc import Collection

import pandas as pd
from lxml import html

from workbench import show
from workbench.show.html import Html
from workbench.show.labels import SIGNS
from workbench.show.switchboard import Switchboard

Tables = dict[str, pd.DataFrame]


def parsed(made: Html) -> html.HtmlElement:
    return html.fromstring(f"<div>{made.markup}</div>")


def words(made: Html) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", made.markup).split())


def test_a_conclusion_leads_to_its_chapter_and_to_each_of_its_cells(tables: Tables) -> None:
    links = parsed(show.conclusions(tables)).xpath("//a/@href")

    assert links == [
        "../evidence/case-c1.html#cell-c1-independence",
        "../evidence/case-c2.html#cell-c2-independence",
        "../findings.html#told-tied",
    ]
    assert parsed(show.conclusions(tables)).xpath("//*[@id='conclusion-tied']")


def test_each_switch_has_a_column_and_a_sign_that_needs_no_colour(tables: Tables) -> None:
    found = parsed(show.sensitivity(tables)).xpath("//table")
    signs = [each.xpath(".//*[@class='workbench-sign']/text()") for each in found]

    assert signs == [["○", "×"], ["●"]]  # document, genre; then the bound of doubt
    assert len(set(SIGNS.values())) == 3
    assert "信度低于 0.6 confidence under 0.6" in words(show.sensitivity(tables))


def test_a_sign_says_what_it_means_and_why(tables: Tables) -> None:
    [_, falls, _] = parsed(show.sensitivity(tables)).xpath("//*[@class='workbench-sign']/@title")

    assert falls == "不成立 falls: otherwise: c1"


def test_a_row_of_types_says_what_each_loss_makes_of_a_case(tables: Tables) -> None:
    [row, *_] = parsed(show.type_sensitivity(tables)).xpath("//tbody/tr")
    cells = [" ".join(cell.text_content().split()) for cell in row.xpath("td")]

    assert cells[1].endswith("→ 自由型")  # the one cell
    assert cells[2] == "d1 → 未定 undecided"
    assert cells[3:] == ["–", "–", "–"]


def test_the_switchboard_leaves_out_what_is_ticked_and_only_that(tables: Tables) -> None:
    asked: list[list[str]] = []

    def judge(left_out: Collection[str]) -> pd.DataFrame:
        asked.append(list(left_out))
        state = "falls" if left_out else "holds"
        return tables["conclusions"].assign(verdict=state, why="x" if left_out else "")

    board = Switchboard(tables, judge)
    assert "1 条中 1 条成立" in words(Html(board.answer.markup))

    board.boxes["document:d1"].value = True
    board.boxes["doubtful:0.6"].value = True
    assert asked == [[], ["document:d1"], ["document:d1", "doubtful:0.6"]]
    assert "1 条中 0 条成立" in words(Html(board.answer.markup))

    board.boxes["document:d1"].value = False
    assert asked[-1] == ["doubtful:0.6"]
    assert "cell:c1:idea" not in board.boxes
