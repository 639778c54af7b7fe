"""Turn pytest's report on the chapters into a table for people.

python -m pytest chapters --junitxml=cells.xml
python -m tools.summarize_cells cells.xml
"""

import argparse
from collections import Counter, defaultdict
from xml.etree import ElementTree

from tools import book_tables

OUTCOMES = ("passed", "failed", "skipped")


def main(arguments=None):
    """Print the table of a JUnit report: chapter, cells by outcome, time."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("report", help="the file that pytest --junitxml wrote")
    print(table(ElementTree.parse(parser.parse_args(arguments).report)))


def table(report):
    """Return a Markdown table with a line for each chapter of a JUnit report, and one for all of them."""
    outcomes, seconds = defaultdict(Counter), Counter()
    for case in report.iter("testcase"):
        for chapter in (_chapter(case), "all"):
            outcomes[chapter][_outcome(case)] += 1
            seconds[chapter] += float(case.get("time"))
    rows = [
        (chapter, *(str(outcomes[chapter][outcome]) for outcome in OUTCOMES), book_tables.duration(seconds[chapter]))
        for chapter in sorted(outcomes)
    ]
    return book_tables.markdown_table(("chapter", *OUTCOMES, "time"), rows)


def _chapter(case):
    return case.get("classname").removeprefix("chapters.").removesuffix(".ipynb")


def _outcome(case):
    kinds = {child.tag for child in case}
    if kinds & {"failure", "error"}:
        return "failed"
    return "skipped" if "skipped" in kinds else "passed"


if __name__ == "__main__":
    main()
