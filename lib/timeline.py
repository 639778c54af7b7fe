"""The history of the field as data: one file that the page, the figure and the tests read."""

import html
import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ENTRIES_FILE = ROOT / "chapters" / "data" / "timeline.json"
BIBLIOGRAPHY = ROOT / "references.bib"

THEMES = ("networks", "learning", "milestones", "setbacks")
REQUIRED = ("year", "title", "people", "frame", "theme", "claim", "outcome", "sources")
OPTIONAL = ("slide", "correction")
FRAME = re.compile(r"H[1-9]")
CELL_STYLE = "text-align: left; vertical-align: top; padding: 0.3em 0.8em 0.3em 0"
BIB_ENTRY = re.compile(r"^@\w+\{([^,\s]+),(.*?)^\}", re.DOTALL | re.MULTILINE)
BIB_DOI = re.compile(r"^\s*doi\s*=\s*\{([^}]+)\}", re.MULTILINE)
BIB_URL = re.compile(r"^\s*url\s*=\s*\{([^}]+)\}", re.MULTILINE)


def load(path=ENTRIES_FILE):
    """Return the entries, a list of dictionaries in the order of their years.

    Raises ValueError, naming the entry, when a field is missing or unknown, a year is no whole number or out of
    order, a title or a frame occurs twice, a theme is unknown, or a text or the sources are empty.
    """
    entries = json.loads(Path(path).read_text(encoding="utf-8"))["entries"]
    titles, frames, last = set(), set(), 0
    for entry in entries:
        _check(entry)
        name, frame = _name(entry), entry["frame"]
        if entry["year"] < last:
            raise ValueError(f"{name} comes after an entry of {last}, expected the order of the years.")
        if entry["title"] in titles:
            raise ValueError(f"{name}: the title occurs twice, expected a title of its own.")
        if frame in frames:
            raise ValueError(f"{name}: another entry has the frame {frame}, expected one entry for a frame.")
        last = entry["year"]
        titles.add(entry["title"])
        frames |= {frame} - {None}
    return entries


def load_winters(path=ENTRIES_FILE):
    """Return the winters, dictionaries with a name, the first and the last year, and the address that says so.

    Raises ValueError, naming the winter, when it does not end after it begins or no address is given.
    """
    winters = json.loads(Path(path).read_text(encoding="utf-8"))["winters"]
    for winter in winters:
        if not winter["first"] < winter["last"] or not winter["according_to"].startswith("https://"):
            raise ValueError(f"the {winter['name']}: {winter}, expected first < last and an address.")
    return winters


def addresses(path=BIBLIOGRAPHY):
    """Return the address of each source in a BibTeX file: the DOI's if it has one, else its url; by key."""
    found = {}
    for key, fields in BIB_ENTRY.findall(Path(path).read_text(encoding="utf-8")):
        doi, url = BIB_DOI.search(fields), BIB_URL.search(fields)
        if doi:
            found[key] = f"https://doi.org/{doi[1]}"
        elif url:
            found[key] = url[1]
    return found


def as_html(entries):
    """Return the entries as an HTML table: year, frame, what, claim, outcome, and links to the sources.

    Raises ValueError, naming the entry, when a source has no address in references.bib.
    """
    known = addresses()
    rows = [
        (
            str(entry["year"]),
            entry["frame"] or "",
            f"<b>{html.escape(entry['title'])}</b><br>{html.escape(entry['people'])}",
            html.escape(entry["claim"]),
            html.escape(entry["outcome"]),
            "; ".join(_link(entry, label, key, known) for label, key in entry["sources"].items()),
        )
        for entry in entries
    ]
    return table(("year", "slide", "what", "what was claimed", "what came of it", "sources"), rows)


def corrections_as_html(entries):
    """Return an HTML table of the entries that stand on a slide: frame, what the slide says, what the sources say."""
    rows = [
        (entry["frame"], html.escape(entry["slide"]), html.escape(entry["correction"]))
        for entry in entries
        if entry["frame"]
    ]
    return table(("slide", "the slide says", "the sources say"), rows)


def table(header, rows):
    """Return an HTML table from the texts of a header and of rows, whose cells are HTML already."""
    head = "".join(f'<th scope="col" style="{CELL_STYLE}">{text}</th>' for text in header)
    body = "\n".join(
        "<tr>" + "".join(f'<td style="{CELL_STYLE}">{cell}</td>' for cell in row) + "</tr>" for row in rows
    )
    return f'<table style="font-size: 90%">\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>'


def _check(entry):
    name = _name(entry)
    missing = [field for field in REQUIRED if field not in entry]
    unknown = [field for field in entry if field not in REQUIRED + OPTIONAL]
    if missing or unknown:
        raise ValueError(f"{name}: lacks {missing} and has unknown {unknown}, expected {', '.join(REQUIRED)}.")
    if isinstance(entry["year"], bool) or not isinstance(entry["year"], int):
        raise ValueError(f"{name}: the year is {entry['year']!r}, expected a whole number.")
    texts = ["title", "people", "claim", "outcome"]
    if entry["frame"] is not None:
        if not FRAME.fullmatch(str(entry["frame"])):
            raise ValueError(f"{name}: the frame is {entry['frame']!r}, expected H1 to H9 or null.")
        texts += OPTIONAL
    empty = [field for field in texts if not str(entry.get(field, "")).strip()]
    if empty or not entry["sources"]:
        raise ValueError(f"{name}: {', '.join(empty) or 'sources'}: nothing there, expected a text or a source.")
    if entry["theme"] not in THEMES:
        raise ValueError(f"{name}: the theme is {entry['theme']!r}, expected one of {', '.join(THEMES)}.")


def _name(entry):
    return f"the entry {entry.get('year')} {entry.get('title')!r}"


def _link(entry, label, key, known):
    if key not in known:
        raise ValueError(f"{_name(entry)}: {key} has no doi and no url in references.bib, expected one.")
    return f'<a href="{html.escape(known[key])}">{html.escape(label)}</a>'
