import json

from workbench.book.pictures import captioned

FIGURE = {"mystnb": {"figure": {"caption": "Distances"}}, "tags": ["remove-input"]}


def notebook(*kinds: str) -> bytes:
    """A notebook of a heading and one captioned cell whose output has these kinds."""
    output = {"output_type": "execute_result", "data": dict.fromkeys(kinds, "…")}
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": ["# Title"]},
        {"cell_type": "code", "metadata": FIGURE, "outputs": [output]},
    ]
    return json.dumps({"cells": cells}).encode()


def test_a_caption_stays_with_its_picture_byte_by_byte() -> None:
    drawn = notebook("image/png", "text/plain")

    assert captioned(drawn) is drawn


def test_a_caption_goes_where_a_sentence_stands_instead_of_a_picture() -> None:
    cell = json.loads(captioned(notebook("text/html", "text/plain")))["cells"][1]

    assert cell["metadata"] == {"mystnb": {}, "tags": ["remove-input"]}
    assert "text/html" in cell["outputs"][0]["data"]


def test_what_a_cell_shows_besides_its_picture_follows_without_the_caption() -> None:
    content = json.loads(notebook("image/png", "text/plain"))
    cell = content["cells"][1]
    warning = {"output_type": "display_data", "data": {"text/html": "<p>"}, "metadata": {}}
    cell["outputs"].append(warning)
    _, drawn, more = json.loads(captioned(json.dumps(content).encode()))["cells"][:3]

    assert drawn["outputs"] == cell["outputs"][:1]
    assert drawn["metadata"] == cell["metadata"]
    assert (more["outputs"], more["source"]) == ([warning], [])
    assert "figure" not in more["metadata"]["mystnb"]
