"""Check the structure of the chapters: pairs, stamps, alt texts, citations, tolerances, frames.

    python -m tools.check_notebooks

Every check returns a list of problems, each a sentence that names the chapter, the cell and the remedy.
"""

import re
import sys
from urllib.parse import unquote

from tools import colab_cell, notebooks

BIBLIOGRAPHY = notebooks.ROOT / "references.bib"
FRAMES_PER_PART = {
    "H": 9, "A": 4, "P": 3, "O": 1, "I": 2, "C": 3, "L": 1, "D": 4, "T": 7, "K": 11, "V": 4, "W": 4,
}  # fmt: skip
FRAMES = [f"{part}{index}" for part, count in FRAMES_PER_PART.items() for index in range(1, count + 1)]

PAIRED_METADATA = ("tags", "nbval", "mystnb", "frames")
STAMP_KEYS = ("profile", "device", "versions", "date", "seconds", "code_sha256")
TOLERANCE_KEYS = ("rtol", "atol", "integers", "image")
NOT_EXACT = {"trained", "nbval-ignore-output", "raises-exception", "nbval-skip"}
EXACT_SHARE = 0.6
ALT_LENGTH = 40

BIBLIOGRAPHY_DOI = re.compile(r"\bdoi\s*=\s*[{\"]\s*([^}\"\s]+)", re.IGNORECASE)
LINKED_DOI = re.compile(r"https?://(?:dx\.)?doi\.org/((?:[^\s()<>\"]|\([^\s()]*\))+)")
MARKDOWN_IMAGE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)")
FENCED_CODE = re.compile(r"^ {0,3}(`{3,}|~{3,}).*?(?:^ {0,3}\1|\Z)", re.DOTALL | re.MULTILINE)
MYST_DIRECTIVE = re.compile(r"^[\s>]*(?:(?:`{3,}|~{3,})\s*\{|:{3,})", re.MULTILINE)
CODE_SPAN = re.compile(r"(?P<role>\{[a-zA-Z][\w:.+-]*\})?(?P<ticks>`+).+?(?<!`)(?P=ticks)(?!`)", re.DOTALL)


def main(folder=notebooks.CHAPTERS, bibliography=BIBLIOGRAPHY):
    """Print every problem of every chapter; return 1 when there is one."""
    paths = notebooks.find(folder=folder)
    problems = [problem for path in paths for problem in check_chapter(path, bibliography)]
    problems += check_frames({path.stem: notebooks.read(path) for path in paths})
    print("\n".join([*problems, f"{len(paths)} chapters, {len(problems)} problems"]))
    return 1 if problems else 0


def check_chapter(path, bibliography=BIBLIOGRAPHY):
    """Return all problems of the pair whose .md is `path`."""
    if not notebooks.recorded_path(path).exists():
        return [f"{path.stem}: {notebooks.recorded_path(path).name} is missing; {_execute(path.stem)}."]
    text, recorded = notebooks.read(path), notebooks.read(notebooks.recorded_path(path))
    problems = check_pair(path.stem, text, recorded) + check_citations(path.stem, recorded, known_dois(bibliography))
    return problems + [problem for check in CHECKS for problem in check(path.stem, recorded)]


def check_pair(chapter, text, recorded):
    """The .md and the .ipynb hold the same cells: type, source and metadata."""
    if len(text.cells) != len(recorded.cells):
        return [
            f"{chapter}: the .md has {len(text.cells)} cells and the .ipynb {len(recorded.cells)}; "
            f"run make sync, or where code changed {_execute(chapter)}."
        ]
    return [
        f"{_name(chapter, position, cell)}: the .md and the .ipynb differ; "
        f"run make sync, or where code changed {_execute(chapter)}."
        for position, (cell, other) in enumerate(zip(text.cells, recorded.cells, strict=True), start=1)
        if _paired(cell) != _paired(other)
    ]


def check_colab(chapter, recorded):
    """The first cell, and no other, fetches the course in Colab, from the repository's present address."""
    sources = [cell.source if notebooks.is_for_colab(cell) else None for cell in recorded.cells]
    if sources == [colab_cell.source(), *[None] * (len(sources) - 1)]:
        return []
    return [f"{chapter}: the first cell is not the present one for Colab; run make sync."]


def check_counts(chapter, recorded):
    """Every code cell was executed, once, from top to bottom."""
    counts = [cell.execution_count for cell in notebooks.code_cells(recorded)]
    if counts == list(range(1, len(counts) + 1)):
        return []
    return [f"{chapter}: was not run from top to bottom (execution counts {counts}); {_execute(chapter)}."]


def check_errors(chapter, recorded):
    """An error is stored exactly where the tag raises-exception announces one."""
    problems = []
    for position, cell in _cells(recorded, "code"):
        announced = "raises-exception" in notebooks.tags(cell)
        stored = any(output.output_type == "error" for output in cell.outputs)
        if stored and not announced:
            problems.append(f"{_name(chapter, position, cell)}: stores an error; cure it, or tag it raises-exception.")
        if announced and not stored:
            problems.append(f"{_name(chapter, position, cell)}: raises nothing; remove the tag raises-exception.")
    return problems


def check_streams(chapter, recorded):
    """No warning or progress bar on stderr is stored."""
    return [
        f"{_name(chapter, position, cell)}: stores text from stderr; cure its cause and {_execute(chapter)}."
        for position, cell in _cells(recorded, "code")
        if any(output.get("name") == "stderr" for output in cell.outputs)
    ]


def check_stamp(chapter, recorded):
    """The stamp says that the outputs come from this code, in the full profile."""
    stamp = recorded.metadata.get("course", {})
    missing = [key for key in STAMP_KEYS if key not in stamp]
    if missing:
        return [f"{chapter}: the stamp lacks {', '.join(missing)}; {_execute(chapter)}."]
    problems = []
    if stamp["profile"] != "full":
        problems.append(f"{chapter}: was recorded in the {stamp['profile']} profile; {_execute(chapter)}.")
    if stamp["code_sha256"] != notebooks.code_digest(recorded):
        problems.append(f"{chapter}: the code is not the code that made the outputs; {_execute(chapter)}.")
    return problems


def check_alt_texts(chapter, recorded):
    """Every picture can be read by someone who does not see it."""
    figures = [
        f"{_name(chapter, position, cell)}: its figure needs an alt text, mystnb.image.alt, "
        f"of at least {ALT_LENGTH} characters that is a sentence."
        for position, cell in _cells(recorded, "code")
        if any(_has_picture(output) for output in cell.outputs) and not _is_alt_text(_alt_text(cell))
    ]
    images = [
        f"{_name(chapter, position, cell)}: the image {file} needs an alt text between the brackets."
        for position, cell in _cells(recorded, "markdown")
        for alt, file in MARKDOWN_IMAGE.findall(_without_fenced_code(cell.source))
        if not alt.strip()
    ]
    return figures + images


def check_citations(chapter, recorded, known):
    """Every DOI that the text links to is in the bibliography, whose DOIs in lower case are `known`."""
    return [
        f"{_name(chapter, position, cell)}: the DOI {doi} is not in references.bib; add its entry or correct the link."
        for position, cell in _cells(recorded, "markdown")
        for doi in _linked_dois(cell.source)
        if doi.lower() not in known
    ]


def check_trained(chapter, recorded):
    """What a trained cell prints is compared with a tolerance or judged by the ledger; figures need neither."""
    return [
        f"{_name(chapter, position, cell)}: a trained output needs a tolerance, "
        "nbval: {rtol: ...} or {atol: ...}, or ledger.compare."
        for position, cell in _cells(recorded, "code")
        if "trained" in notebooks.tags(cell)
        and not all(_is_figure(output) for output in cell.outputs)
        and not notebooks.has_number_tolerance(cell)
        and not notebooks.is_judged_by_ledger(cell)
    ]


def check_tolerances(chapter, recorded):
    """Every key of a tolerance is one that the comparison knows."""
    return [
        f"{_name(chapter, position, cell)}: the comparison knows {', '.join(TOLERANCE_KEYS)}, but no {key}; correct it."
        for position, cell in _cells(recorded, "code")
        for key in notebooks.tolerance(cell)
        if key not in TOLERANCE_KEYS
    ]


def check_exact_share(chapter, recorded):
    """Most of the cells with an output are compared to the letter."""
    cells = [cell for cell in notebooks.code_cells(recorded) if cell.outputs]
    exact = [cell for cell in cells if _is_compared_exactly(cell)]
    if len(exact) >= EXACT_SHARE * len(cells):
        return []
    return [
        f"{chapter}: only {len(exact)} of {len(cells)} cells with an output are compared exactly, "
        f"expected {EXACT_SHARE:.0%}; split what is exact from what is trained."
    ]


def check_ignored(chapter, recorded):
    """A cell whose output is ignored says why in a comment."""
    return [
        f"{_name(chapter, position, cell)}: say in a comment why its output is ignored."
        for position, cell in _cells(recorded, "code")
        if "nbval-ignore-output" in notebooks.tags(cell)
        and not any(line.lstrip().startswith("#") for line in cell.source.splitlines())
    ]


def check_plain_markdown(chapter, recorded):
    """Text reads the same in Colab and on GitHub: it holds no MyST directive and no MyST role."""
    return [
        f"{_name(chapter, position, cell)}: MyST syntax is printed raw in Colab and on GitHub; use plain Markdown."
        for position, cell in _cells(recorded, "markdown")
        if MYST_DIRECTIVE.search(cell.source) or _has_role(cell.source)
    ]


def check_frames(chapters):
    """Every frame of the slides is treated at most once in `chapters`, a dictionary of notebooks by name."""
    problems, treated_in = [], {}
    for frame, place in _treated_frames(chapters):
        if frame not in FRAMES:
            problems.append(f"{place}: the slides have no frame {frame}; correct the metadata frames.")
        if frame in treated_in:
            problems.append(f"{place}: {treated_in[frame]} treats the frame {frame} already; remove one.")
        treated_in[frame] = place
    return problems


CHECKS = (
    check_colab,
    check_counts,
    check_errors,
    check_streams,
    check_stamp,
    check_alt_texts,
    check_trained,
    check_tolerances,
    check_exact_share,
    check_ignored,
    check_plain_markdown,
)


def known_dois(bibliography):
    """Return the DOIs of a BibTeX file in lower case."""
    return {doi.replace("\\", "").lower() for doi in BIBLIOGRAPHY_DOI.findall(bibliography.read_text(encoding="utf-8"))}


def _execute(chapter):
    return f"run make execute CHAPTER={chapter[:2]}"


def _name(chapter, position, cell):
    first_line = cell.source.strip().partition("\n")[0]
    return f"{chapter}, cell {position} ({first_line[:60]})"


def _cells(notebook, cell_type):
    return [(position, cell) for position, cell in enumerate(notebook.cells, start=1) if cell.cell_type == cell_type]


def _treated_frames(chapters):
    return [
        (frame, _name(chapter, position, cell))
        for chapter, notebook in chapters.items()
        for position, cell in enumerate(notebook.cells, start=1)
        for frame in cell.metadata.get("frames", [])
    ]


def _paired(cell):
    return cell.cell_type, cell.source.rstrip(), [cell.metadata.get(key) for key in PAIRED_METADATA]


def _has_picture(output):
    return "image/png" in output.get("data", {})


def _is_figure(output):
    return _has_picture(output) or output.get("data", {}).get("text/plain", "").startswith("<Figure")


def _alt_text(cell):
    return cell.metadata.get("mystnb", {}).get("image", {}).get("alt", "").strip()


def _is_alt_text(alt):
    return len(alt) >= ALT_LENGTH and alt.endswith((".", "!", "?"))


def _linked_dois(source):
    return [unquote(doi).rstrip(".,;") for doi in LINKED_DOI.findall(source)]


def _is_compared_exactly(cell):
    return not NOT_EXACT.intersection(notebooks.tags(cell)) and not notebooks.has_number_tolerance(cell)


def _without_fenced_code(source):
    return FENCED_CODE.sub("", source)


def _has_role(source):
    return any(span["role"] for span in CODE_SPAN.finditer(_without_fenced_code(source)))


if __name__ == "__main__":
    sys.exit(main())
