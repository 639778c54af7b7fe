"""The tables that the appendices show, built from what the chapters recorded: a Sphinx extension.

    ```{course-table} slides
    ```

puts one of the TABLES into a page of the book. Nothing in them is typed, so nothing in them can be out of date.
"""

import json

from sphinx.util.docutils import SphinxDirective

from tools import notebooks

LESSONS = notebooks.ROOT / "appendices" / "teaching.json"
LEDGER_FIELDS = ("id", "slide", "here", "expected", "verdict")
NO_SLIDE = "-"
HEADLINE = ("K8.test_accuracy", "V3.test_accuracy", "W2.test_accuracy")


def slides(chapters):
    """Return the table of every number that a slide prints: slide, here, expected range, verdict."""
    return _ledger_table(chapters, lambda line: line["slide"] != NO_SLIDE)


def claims(chapters):
    """Return the table of the other numbers that the chapters rely on: here, expected range, verdict."""
    return _ledger_table(chapters, lambda line: line["slide"] == NO_SLIDE, without=("slide",))


def headline(chapters):
    """Return the table of the results on the landing page: chapter, slide, here, expected range."""
    rows = [
        [chapter_link(path, notebook), line["slide"], line["here"], line["expected"]]
        for path, notebook in chapters.items()
        for line in ledger_lines(notebook)
        if line["id"] in HEADLINE
    ]
    return markdown_table(("network of chapter", "slide", "here", "expected"), rows)


def colophon(chapters):
    """Return the table of the stamps: chapter, profile, device, time, date, versions."""
    rows = []
    for path, notebook in chapters.items():
        stamp = notebook.metadata["course"]
        versions = ", ".join(f"{package} {version}" for package, version in sorted(stamp["versions"].items()))
        row = [
            chapter_link(path, notebook),
            stamp["profile"],
            stamp["device"],
            duration(stamp["seconds"]),
            stamp["date"],
        ]
        rows.append([*row, versions])
    return markdown_table(("chapter", "profile", "device", "time", "date", "versions"), rows)


def teaching(chapters):
    """Return the table of the lessons: frame, section, minutes of a short and of a long lesson, question to ask."""
    sections = {
        frame: f"{chapter_link(path, notebook)}: {heading(cell)}"
        for path, notebook in chapters.items()
        for cell in notebook.cells
        for frame in cell.metadata.get("frames", [])
    }
    rows = [
        (
            lesson["frame"],
            sections[lesson["frame"]],
            str(lesson["minutes_of_90"]),
            str(lesson["minutes_of_240"]),
            lesson["question"],
        )
        for lesson in json.loads(LESSONS.read_text(encoding="utf-8"))
    ]
    return markdown_table(("frame", "section", "of 90", "of 240", "question to ask"), rows)


TABLES = {"slides": slides, "claims": claims, "headline": headline, "colophon": colophon, "teaching": teaching}


def ledger_lines(notebook):
    """Return the lines that ledger.compare printed in a notebook, each a dictionary with the LEDGER_FIELDS."""
    texts = [output.text for cell in notebooks.code_cells(notebook) for output in cell.outputs if "text" in output]
    rows = [line.split(" | ") for text in texts for line in text.splitlines()]
    lines = [dict(zip(LEDGER_FIELDS, row, strict=True)) for row in rows if _is_ledger_row(row)]
    return [{field: value.removeprefix(f"{field} ") for field, value in line.items()} for line in lines]


def heading(cell):
    """Return the first heading of a Markdown cell, without its number signs."""
    return next(line for line in cell.source.splitlines() if line.startswith("#")).lstrip("# ")


def chapter_link(path, notebook):
    """Return a Markdown link to a chapter under its number and its title."""
    title = heading(next(cell for cell in notebook.cells if cell.cell_type == "markdown"))
    return _link(f"{int(notebooks.number(path))} {title}", path)


def duration(seconds):
    """Return seconds as text in minutes and seconds."""
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} min"


def markdown_table(columns, rows):
    """Return a Markdown table."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _ledger_table(chapters, is_shown, without=()):
    fields = [field for field in LEDGER_FIELDS if field not in without]
    rows = [
        [_link(line["id"], path), *(line[field] for field in fields[1:])]
        for path, notebook in chapters.items()
        for line in ledger_lines(notebook)
        if is_shown(line)
    ]
    return markdown_table(fields, rows)


def _link(text, path):
    return f"[{text}](/chapters/{path.stem}.ipynb)"


def _is_ledger_row(row):
    return len(row) == len(LEDGER_FIELDS) and row[1].startswith("slide ") and row[2].startswith("here ")


class CourseTable(SphinxDirective):
    """The directive `course-table`; its argument is the name of one of the TABLES."""

    required_arguments = 1

    def run(self):
        """Return the nodes of the table; the page is built again when a chapter changes."""
        name = self.arguments[0]
        if name not in TABLES:
            raise self.error(f"there is no table {name!r}; expected one of: {', '.join(TABLES)}.")
        paths = [notebooks.recorded_path(path) for path in notebooks.find()]
        for dependency in (*paths, LESSONS, __file__):
            self.env.note_dependency(str(dependency))
        table = TABLES[name]({path: notebooks.read(path) for path in paths})
        return self.parse_text_to_nodes(table)


def setup(app):
    """Register the directive with Sphinx."""
    app.add_directive("course-table", CourseTable)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
