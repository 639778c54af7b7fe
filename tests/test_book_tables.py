import json

import pytest
from notebook_factory import code, markdown, notebook, printed

from lib import ledger
from tools import book_tables, check_notebooks, notebooks

LINE = "K7.total_parameters | slide 8,391,818 | here 8,391,818 | expected 8,391,818 | reproduced"
CLAIM = "P1.share_of_bound | slide - | here 0.4 | expected 0 to 1 | as expected"


@pytest.fixture
def chapters(tmp_path):
    made = notebook(
        markdown("# A network\n\nText."),
        markdown("Before.\n\n## Data 1", frames=["K3", "K4"]),
        code("ledger.compare(...)", printed(f"first | second\n{LINE}\n{CLAIM}")),
        code("1 + 1"),
    )
    made.metadata["course"]["versions"] = {"keras": "3.15.1", "numpy": "2.4.6"}
    return {tmp_path / "10_network.ipynb": made}


def rows(table):
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in table.splitlines()[2:]]


def test_a_ledger_line_is_read_into_its_fields_and_other_output_is_left(chapters):
    (made,) = chapters.values()
    assert book_tables.ledger_lines(made) == [
        {
            "id": "K7.total_parameters",
            "slide": "8,391,818",
            "here": "8,391,818",
            "expected": "8,391,818",
            "verdict": "reproduced",
        },
        {"id": "P1.share_of_bound", "slide": "-", "here": "0.4", "expected": "0 to 1", "verdict": "as expected"},
    ]


def test_numbers_of_the_slides_and_other_claims_go_to_different_tables(chapters):
    assert rows(book_tables.slides(chapters)) == [
        ["[K7.total_parameters](/chapters/10_network.ipynb)", "8,391,818", "8,391,818", "8,391,818", "reproduced"]
    ]
    assert rows(book_tables.claims(chapters)) == [
        ["[P1.share_of_bound](/chapters/10_network.ipynb)", "0.4", "0 to 1", "as expected"]
    ]


def test_the_landing_page_shows_the_headline_results_alone(chapters):
    (made,) = chapters.values()
    made.cells.append(
        code(
            "ledger.compare(...)",
            printed("K8.test_accuracy | slide 0.45 | here 0.44 | expected 0.4 to 0.5 | reproduced"),
        )
    )
    assert rows(book_tables.headline(chapters)) == [
        ["[10 A network](/chapters/10_network.ipynb)", "0.45", "0.44", "0.4 to 0.5"]
    ]


def test_the_colophon_tells_the_stamp(chapters):
    link = "[10 A network](/chapters/10_network.ipynb)"
    assert rows(book_tables.colophon(chapters)) == [
        [link, "full", "CPU", "1 s", "2020-04-02", "keras 3.15.1, numpy 2.4.6"]
    ]


def test_a_lesson_is_linked_to_its_section(chapters, monkeypatch, tmp_path):
    lessons = tmp_path / "teaching.json"
    lesson = {"frame": "K4", "minutes_of_90": 1, "minutes_of_240": 3, "question": "Why?"}
    lessons.write_text(json.dumps([lesson]))
    monkeypatch.setattr(book_tables, "LESSONS", lessons)
    link = "[10 A network](/chapters/10_network.ipynb)"
    assert rows(book_tables.teaching(chapters)) == [["K4", f"{link}: Data 1", "1", "3", "Why?"]]


def test_the_lessons_treat_each_frame_once_and_fill_their_time():
    lessons = json.loads(book_tables.LESSONS.read_text())
    assert [lesson["frame"] for lesson in lessons] == check_notebooks.FRAMES
    for length in (90, 240):
        assert sum(lesson[f"minutes_of_{length}"] for lesson in lessons) == length
    assert all(lesson["question"].endswith(("?", ".")) for lesson in lessons)


@pytest.mark.parametrize(("seconds", "text"), [(4.2, "4 s"), (119, "119 s"), (600, "10 min")])
def test_a_duration_is_short(seconds, text):
    assert book_tables.duration(seconds) == text


def test_the_real_chapters_give_a_line_for_every_entry_of_the_ledger():
    chapters = {path: notebooks.read(notebooks.recorded_path(path)) for path in notebooks.find()}
    links = [row[0] for table in (book_tables.slides, book_tables.claims) for row in rows(table(chapters))]
    assert sorted(link[1:].partition("]")[0] for link in links) == sorted(json.loads(ledger.ENTRIES_FILE.read_text()))
