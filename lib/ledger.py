"""What the slides print, held against what a chapter computes.

`ledger.json` lists every number of the slides that the course reproduces. An entry expects exactly one
value ("exact"), a stated range ("band", with the reason in "why"), or what several seeds gave ("seeds":
the frame and the metric in `ledger_seeds.json`, which `tools/measure_seeds.py` writes).
"""

import functools
import json
import math
import numbers
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import scipy.stats

from lib import profile
from lib.errors import LedgerError

ENTRIES_FILE = Path(__file__).parent / "ledger.json"
SEEDS_FILE = Path(__file__).parent / "ledger_seeds.json"
LEVEL = 0.99  # of the prediction interval for one more seed

METRICS = {
    "test_accuracy": lambda record: record["val_accuracy"][-1],
    "test_loss": lambda record: record["val_loss"][-1],
    "test_loss_rise": lambda record: record["val_loss"][-1] / min(record["val_loss"]),
    "cat_recall": lambda record: record["recall"][3],
}


@dataclass(frozen=True)
class Entry:
    """One number: what the slide prints (None if it prints none) and the range that is expected here."""

    slide: float | None
    low: float
    high: float
    full_only: bool


def compare(entry_id, value):
    """Print one line that holds `value` against the slide: slide, here, expected, verdict.

    Raises LedgerError for an unknown id, for a value that is no finite number, and for a value outside of
    the expected range. Entries that depend on training or on all images are judged in the full profile only.
    """
    entry = find(entry_id)
    if isinstance(value, bool) or not isinstance(value, numbers.Real) or not math.isfinite(value):
        raise LedgerError(
            f"{entry_id} got {value!r}, expected a finite number. Pass the number that the cell computed."
        )
    within = entry.low <= value <= entry.high
    judged = profile.is_full() or not entry.full_only
    line = " | ".join([entry_id, f"slide {_text(entry.slide)}", f"here {_text(value)}", f"expected {_range(entry)}"])
    if judged and not within:
        raise LedgerError(
            f"{line} | outside. If the change is meant, measure again with tools/measure_seeds.py "
            "or correct lib/ledger.json, and say why in the commit."
        )
    print(f"{line} | {_verdict(entry, judged)}")


def compare_column(frame, column, values):
    """Compare one column of a slide's table: `values` maps the name of each row to the computed number.

    The entries are called `frame.row_column`, the row in small letters. Raises LedgerError as `compare` does, and
    when the rows are not exactly those that the ledger has for this column.
    """
    ids = {f"{frame}.{row.lower()}_{column}": value for row, value in values.items()}
    expected = column_ids(frame, column)
    if ids.keys() != set(expected):
        raise LedgerError(
            f"column {column!r} of {frame} got {', '.join(sorted(ids))}, expected {', '.join(sorted(expected))}."
        )
    for entry_id, value in ids.items():
        compare(entry_id, value)


def column_ids(frame, column):
    """Return the ids of the entries of one column of a slide's table."""
    return [known for known in _entries() if known.startswith(f"{frame}.") and known.endswith(f"_{column}")]


def find(entry_id):
    """Return the Entry with this id; raise LedgerError, naming the ids that come closest, when there is none."""
    entries = _entries()
    if entry_id not in entries:
        frame = str(entry_id).partition(".")[0]
        near = [known for known in entries if known.startswith(f"{frame}.")] or list(entries)
        raise LedgerError(
            f"the ledger has no entry {entry_id!r}. Expected one of: {', '.join(near)}. Add it to {ENTRIES_FILE}."
        )
    return _build(**entries[entry_id])


def measured(frame, metric):
    """Return the values of a metric, one per measured seed of a frame ("K8" or "V3"), in the order of the seeds."""
    return [METRICS[metric](record) for record in seed_records(frame)]


def seed_records(frame):
    """Return what each seed of a frame gave: the seed, its curves by epoch, and its recall by class."""
    if not SEEDS_FILE.exists():
        return []
    return json.loads(SEEDS_FILE.read_text()).get(frame, [])


def prediction_interval(values, level=LEVEL):
    """Return the range (low, high) that holds one more normal value with probability `level`, given some values.

    It is mean ± t · s · sqrt(1 + 1/n), with Student's t of n - 1 degrees of freedom.
    """
    if len(values) < 2:
        raise LedgerError(f"a prediction interval needs at least 2 values, got {len(values)}. Measure more seeds.")
    quantile = scipy.stats.t.ppf((1 + level) / 2, len(values) - 1)
    reach = quantile * np.std(values, ddof=1) * math.sqrt(1 + 1 / len(values))
    return float(np.mean(values) - reach), float(np.mean(values) + reach)


@functools.cache
def _entries():
    return json.loads(ENTRIES_FILE.read_text())


def _build(slide=None, exact=None, band=None, why=None, seeds=None, full_only=False):
    """Turn the fields of `ledger.json` into an Entry; exactly one of exact, band and seeds is given."""
    if seeds:
        low, high = prediction_interval(measured(*seeds))
        return Entry(slide, low, high, full_only=True)
    low, high = band or (exact, exact)
    return Entry(slide, low, high, full_only)


def _verdict(entry, judged):
    if not judged:
        return "not judged in the quick profile"
    if entry.slide is None:
        return "as expected"
    return "reproduced" if entry.low <= entry.slide <= entry.high else "as expected, the slide differs"


def _range(entry):
    if entry.low == entry.high:
        return _text(entry.low)
    return f"{_text(entry.low)} to {_text(entry.high)}"


def _text(number):
    if number is None:
        return "-"
    return f"{number:,}" if isinstance(number, numbers.Integral) else f"{number:.4g}"
