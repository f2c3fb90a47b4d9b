"""How a printed table shares its width, and which of its rows go over a page."""

from lxml import html

from workbench.book import tree
from workbench.book.columns import share_width

LONG = "the street lends a building and pays the costs of it " * 4


def table(*rows: list[str]) -> tree.Element:
    """A table of these rows, the first of them its head."""
    head, *body = rows
    lines = ["".join(f"<td>{cell}</td>" for cell in row) for row in body]
    top = "".join(f"<th>{cell}</th>" for cell in head)
    made = html.fromstring(
        f"<table><thead><tr>{top}</tr></thead>"
        f"<tbody>{''.join(f'<tr>{line}</tr>' for line in lines)}</tbody></table>"
    )
    share_width(made)
    return made


def percent(made: tree.Element) -> list[int]:
    return [int(col.get("style").split()[1].rstrip("%")) for col in made.iter("col")]


def tall(made: tree.Element) -> list[bool]:
    return ["tall" in tree.classes(row) for row in made.iter("tr")]


def test_a_table_of_one_line_a_row_is_left_to_the_typesetter() -> None:
    made = table(["Case", "Level"], ["Liuxi", "street"])

    assert percent(made) == []


def test_the_width_goes_to_the_column_that_makes_the_rows_high() -> None:
    made = table(["Id", "Text", "Date"], *[["f-01", LONG, "2018-08-08"]] * 3)
    number, text, date = percent(made)

    assert number + text + date == 100
    assert text > 4 * date > 4 * number  # 2018-08-08 is longer than f-01, and stays whole


def test_two_columns_that_make_the_rows_equally_high_are_equally_wide() -> None:
    made = table(["Id", "Text", "Text"], *[["1", LONG, LONG]] * 3)
    number, one, other = percent(made)

    assert abs(one - other) <= 1
    assert number < 10


def test_a_narrow_column_holds_four_chinese_characters_a_line() -> None:
    # 4 of them are 8 halves, with the air 10.7; a line of this type holds 105
    made = table(["制定机关"], ["国务院"])
    six = table(["制定机关", *"abcde"], ["国务院办公厅", *[LONG] * 5])

    assert percent(made) == []
    assert percent(six)[0] >= round(100 * 10.7 / 105)


def test_only_a_row_too_high_to_stay_whole_may_break() -> None:
    made = table(["Dimension", "Liuxi", "Taoyuan"], ["Low", LONG, "–"], ["High", LONG * 9, "–"])

    assert tall(made) == [False, False, True]


def test_a_table_lies_on_its_side_only_if_its_words_do_not_fit_upright() -> None:
    upright = table(["Conclusion", *["n"] * 11], [LONG, *["●"] * 11])
    lying = table(["Conclusion", *["organisations"] * 11], [LONG, *["●"] * 11])

    assert "sideways" not in tree.classes(upright)
    assert "sideways" in tree.classes(lying)
