import json
import re
import unicodedata
from html.parser import HTMLParser

import pytest

from lib import figures_history, timeline
from tools import check_notebooks

ENTRIES = timeline.load()
WITH_FRAME = [entry for entry in ENTRIES if entry["frame"]]


def title_of(entry):
    return f"{entry['year']} {entry['title']}"


def an_entry(**changes):
    return {**ENTRIES[1], **changes}


@pytest.fixture
def write(tmp_path):
    def write_entries(*entries):
        path = tmp_path / "timeline.json"
        path.write_text(json.dumps({"winters": [], "entries": entries}), encoding="utf-8")
        return path

    return write_entries


def test_the_history_has_at_least_25_entries_and_does_not_stop_in_1997():
    assert len(ENTRIES) >= 25
    assert ENTRIES[0]["year"] == 1943
    assert sum(entry["year"] > 1997 for entry in ENTRIES) >= 10
    assert ENTRIES[-1]["year"] >= 2024


def test_the_entries_are_in_the_order_of_their_years_and_unique():
    years = [entry["year"] for entry in ENTRIES]
    assert years == sorted(years)
    assert len({entry["title"] for entry in ENTRIES}) == len(ENTRIES)


def test_every_frame_of_the_history_has_one_entry_in_the_order_of_the_slides():
    frames = [entry["frame"] for entry in WITH_FRAME]
    assert frames == sorted(frame for frame in check_notebooks.FRAMES if frame.startswith("H"))


@pytest.mark.parametrize("entry", ENTRIES, ids=title_of)
def test_every_source_is_in_the_bibliography_with_an_address(entry):
    addresses = timeline.addresses()
    assert entry["sources"]
    for key in entry["sources"].values():
        assert addresses[key].startswith(("https://", "http://"))


@pytest.mark.parametrize("entry", ENTRIES, ids=title_of)
def test_a_source_is_called_by_its_first_author_and_year(entry):
    for label, key in entry["sources"].items():
        plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
        author, year = re.match(r"([a-z]+)(\d{4})", key).groups()
        assert plain.startswith(author)
        assert plain.endswith(f"({year})")


@pytest.mark.parametrize("entry", ENTRIES, ids=title_of)
def test_claims_and_outcomes_are_sentences(entry):
    for text in [entry["claim"], entry["outcome"], *(entry[field] for field in timeline.OPTIONAL if entry["frame"])]:
        assert text[0].isupper() or text[0].isdigit()
        assert text.endswith(".")


def test_the_first_winter_and_the_way_to_back_propagation_are_there():
    keys = {key for entry in ENTRIES for key in entry["sources"].values()}
    assert {"lighthill1973", "kelley1960", "linnainmaa1976", "werbos1982", "rumelhart1986"} <= keys


def test_the_winters_are_two_and_apart():
    first, second = timeline.load_winters()
    assert first["last"] < second["first"]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"year": "1949"}, "the year is '1949'"),
        ({"frame": "H10"}, "the frame is 'H10'"),
        ({"frame": "H1"}, "slide, correction: nothing there"),
        ({"theme": "magic"}, "the theme is 'magic'"),
        ({"sources": {}}, "sources: nothing there"),
        ({"claim": " "}, "claim: nothing there"),
        ({"note": "new"}, r"unknown \['note'\]"),
    ],
)
def test_a_wrong_entry_is_named(write, changes, problem):
    with pytest.raises(ValueError, match=f'the entry {changes.get("year", 1949)} "Hebb\'s rule".*{problem}'):
        timeline.load(write(an_entry(**changes)))


def test_a_missing_field_is_named(write):
    entry = an_entry()
    del entry["outcome"]
    with pytest.raises(ValueError, match=r"lacks \['outcome'\]"):
        timeline.load(write(entry))


def test_entries_out_of_order_and_twice_are_named(write):
    with pytest.raises(ValueError, match="1940 'Earlier' comes after an entry of 1949"):
        timeline.load(write(an_entry(), an_entry(year=1940, title="Earlier")))
    with pytest.raises(ValueError, match="the title occurs twice"):
        timeline.load(write(an_entry(), an_entry()))
    framed = {"frame": "H1", "slide": "A.", "correction": "B."}
    with pytest.raises(ValueError, match="another entry has the frame H1"):
        timeline.load(write(an_entry(**framed), an_entry(title="Other", **framed)))


def test_a_winter_that_does_not_end_is_named(tmp_path):
    path = tmp_path / "timeline.json"
    winter = {"name": "long winter", "first": 1990, "last": 1990, "according_to": "https://example.org"}
    path.write_text(json.dumps({"winters": [winter], "entries": []}))
    with pytest.raises(ValueError, match="the long winter"):
        timeline.load_winters(path)


def test_addresses_prefer_the_doi_and_leave_out_entries_without_any(tmp_path):
    path = tmp_path / "some.bib"
    path.write_text(
        "@article{both2000,\n  title = {A {B} C},\n  url = {https://example.org},\n  doi = {10.1/x(1)2},\n}\n\n"
        "@misc{link2001,\n  url   = {https://example.org/a},\n}\n\n@book{none2002,\n  title = {doi = 5},\n}\n"
    )
    assert timeline.addresses(path) == {
        "both2000": "https://doi.org/10.1/x(1)2",
        "link2001": "https://example.org/a",
    }


class Table(HTMLParser):
    """The rows of an HTML table, and its links."""

    def __init__(self, text):
        super().__init__()
        self.rows, self.links, self.open = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
        elif tag == "a":
            self.links.append(dict(attributes)["href"])
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if {"td", "th"} & set(self.open):
            self.rows[-1][-1] += data


def test_the_table_holds_every_entry_and_a_link_for_each_source():
    table = Table(timeline.as_html(ENTRIES))
    assert table.open == []
    assert [row[0] for row in table.rows[1:]] == [str(entry["year"]) for entry in ENTRIES]
    assert [row[3] for row in table.rows[1:]] == [entry["claim"] for entry in ENTRIES]
    assert {len(row) for row in table.rows} == {6}
    assert len(table.links) == sum(len(entry["sources"]) for entry in ENTRIES)
    assert "https://doi.org/10.1007/BF02478259" in table.links


def test_texts_are_escaped_and_an_unknown_source_is_named():
    entry = an_entry(claim="a < b & c.")
    assert Table(timeline.as_html([entry])).rows[1][3] == "a < b & c."
    with pytest.raises(ValueError, match="Hebb's rule.*nobody1900 has no doi and no url"):
        timeline.as_html([an_entry(sources={"Nobody (1900)": "nobody1900"})])


def test_the_corrections_hold_the_nine_frames():
    rows = Table(timeline.corrections_as_html(ENTRIES)).rows[1:]
    assert [row[0] for row in rows] == [f"H{number}" for number in range(1, 10)]
    assert all(len(row) == 3 and row[1] != row[2] for row in rows)


def test_the_timeline_shows_every_entry_and_no_label_covers_another(shown):
    figures_history.timeline(ENTRIES, timeline.load_winters())
    (axis,) = shown[0].axes
    labels = [text for text in axis.texts if text.get_text()[:4].isdigit()]
    assert len(labels) == len(ENTRIES)
    boxes = [text.get_window_extent() for text in labels]
    frame = shown[0].bbox
    for number, box in enumerate(boxes):
        assert frame.x0 <= box.x0 and box.x1 <= frame.x1 and axis.bbox.y0 - 5 <= box.y0
        assert not any(box.overlaps(other) for other in boxes[number + 1 :])
