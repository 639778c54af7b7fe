"""Carry changes of the text from each chapter's .md into its .ipynb, and keep the recorded outputs.

    python -m tools.sync            # write
    python -m tools.sync --check    # only say what differs

Outputs belong to the code that made them: a chapter whose code changed is left alone, to be executed again.
"""

import argparse
import copy
import sys

from tools import notebooks


def main(arguments=None, folder=notebooks.CHAPTERS):
    """Sync all chapters; return 1 when one must be executed again, or when --check finds a difference."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing, fail when a pair differs")
    check = parser.parse_args(arguments).check
    return 0 if all([sync(path, check) for path in notebooks.find(folder=folder)]) else 1


def sync(path, check=False):
    """Bring a chapter's .ipynb up to date with its .md, or with `check` only look; return True when all is well."""
    target = notebooks.recorded_path(path)
    execute = f"run make execute CHAPTER={notebooks.number(path)}"
    if not target.exists():
        return _report(target, f"there is no such file; {execute}")
    text, recorded = notebooks.read(path), notebooks.read(target)
    if is_stale(text, recorded):
        return _report(target, f"the code changed; {execute}")
    merged = merge(text, recorded)
    if notebooks.dumps(merged) == notebooks.dumps(recorded):
        return True
    if check:
        return _report(target, "the text changed; run make sync")
    notebooks.write(merged, target)
    print(f"{notebooks.label(target)}: updated")
    return True


def is_stale(text, recorded):
    """Return True when the recorded outputs do not come from the code in `text`."""
    executed = recorded.metadata.get("course", {}).get("code_sha256")
    return len({executed, notebooks.code_digest(recorded), notebooks.code_digest(text)}) > 1


def merge(text, recorded):
    """Return the cells of `text` with the outputs of `recorded`, which has the same code cells."""
    merged = copy.deepcopy(text)
    for cell, source in zip(notebooks.code_cells(merged), notebooks.code_cells(recorded), strict=True):
        cell.execution_count, cell.outputs = source.execution_count, source.outputs
    merged.metadata = {**recorded.metadata, **text.metadata}
    notebooks.number_cells(merged)
    return merged


def _report(path, problem):
    print(f"{notebooks.label(path)}: {problem}", file=sys.stderr)
    return False


if __name__ == "__main__":
    sys.exit(main())
