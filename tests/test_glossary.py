"""Every term of the glossary is introduced, in italics, in the chapter to which it links."""

import functools
import re

import pytest

from tools import notebooks

GLOSSARY = notebooks.ROOT / "appendices" / "glossary.md"
ENTRY = re.compile(
    r"^(?P<term>[^\n]+)\n: (?P<text>[^\n]+) \[Chapter (?P<number>\d+)\]\(/chapters/(?P<chapter>\w+)\.ipynb\)$", re.M
)
ENTRIES = [match.groupdict() for match in ENTRY.finditer(GLOSSARY.read_text(encoding="utf-8"))]


@functools.cache
def text_of(chapter):
    (path,) = notebooks.find([chapter])
    return " ".join(cell.source for cell in notebooks.read(path).cells if cell.cell_type == "markdown")


def test_every_entry_has_a_meaning_and_a_chapter_and_they_are_sorted():
    terms = [entry["term"] for entry in ENTRIES]
    assert len(terms) == GLOSSARY.read_text(encoding="utf-8").count("\n: ")
    assert terms == sorted(set(terms), key=str.lower)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["term"])
def test_the_chapter_introduces_the_term_in_italics(entry):
    assert entry["chapter"].startswith(f"{int(entry['number']):02}_")
    introduced = rf"(?<!\*)\*{re.escape(entry['term'])}(?:s|es)?\*(?!\*)"
    assert re.search(introduced, text_of(entry["chapter"]), re.IGNORECASE)
