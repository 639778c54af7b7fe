import json
import re
from pathlib import Path

import numpy as np
import pytest

from lib import ledger
from lib.errors import LedgerError

LIB = Path(ledger.__file__).parent
FRAMES_OF_SECTION = dict(H=9, A=4, P=3, O=1, I=2, C=3, L=1, D=4, T=7, K=11, V=4, W=4)
FRAMES = {f"{section}{number}" for section, last in FRAMES_OF_SECTION.items() for number in range(1, last + 1)}

ENTRIES = {
    "K1.exact": {"slide": 32, "exact": 32},
    "K1.large": {"slide": 50000, "exact": 50000, "full_only": True},
    "K1.band": {"slide": 0.5, "band": [0.4, 0.6], "why": "three runs of the chapter"},
    "K1.trained_band": {"slide": 0.9, "band": [0.4, 0.6], "why": "three runs", "full_only": True},
    "K1.not_on_the_slide": {"band": [0.4, 0.6], "why": "three runs of the chapter"},
    "K2.test_accuracy": {"slide": 0.45, "seeds": ["K2", "test_accuracy"]},
    "K2.test_loss": {"slide": 9.5, "seeds": ["K2", "test_loss"]},
    "K9.unmeasured": {"slide": 1, "seeds": ["K9", "test_loss"]},
}
SEEDS = {
    "K2": [
        {"seed": 1, "val_accuracy": [0.1, 0.4], "val_loss": [2.0, 1.0], "recall": [0, 0, 0, 0.31]},
        {"seed": 2, "val_accuracy": [0.1, 0.5], "val_loss": [1.0, 2.0], "recall": [0, 0, 0, 0.32]},
        {"seed": 3, "val_accuracy": [0.1, 0.6], "val_loss": [3.0, 3.0], "recall": [0, 0, 0, 0.33]},
    ]
}
T_99_OF_2, T_99_OF_4 = 9.925, 4.604  # Student's t, 99 % two-sided, from a printed table


@pytest.fixture(autouse=True)
def small_ledger(tmp_path, monkeypatch):
    """Put a small ledger in the place of the course's own, and forget what was read of either."""
    monkeypatch.setattr(ledger, "ENTRIES_FILE", tmp_path / "ledger.json")
    monkeypatch.setattr(ledger, "SEEDS_FILE", tmp_path / "ledger_seeds.json")
    ledger.ENTRIES_FILE.write_text(json.dumps(ENTRIES))
    ledger.SEEDS_FILE.write_text(json.dumps(SEEDS))
    ledger._entries.cache_clear()
    yield
    ledger._entries.cache_clear()


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setenv("COURSE_PROFILE", "quick")


@pytest.fixture
def full(monkeypatch):
    monkeypatch.setenv("COURSE_PROFILE", "full")


@pytest.mark.parametrize(
    ("entry_id", "value", "line"),
    [
        ("K1.exact", 32, "slide 32 | here 32 | expected 32 | reproduced"),
        ("K1.large", 50_000, "slide 50,000 | here 50,000 | expected 50,000 | reproduced"),
        ("K1.band", 0.45678, "slide 0.5 | here 0.4568 | expected 0.4 to 0.6 | reproduced"),
        ("K1.trained_band", 0.5, "slide 0.9 | here 0.5 | expected 0.4 to 0.6 | as expected, the slide differs"),
        ("K1.not_on_the_slide", 0.5, "slide - | here 0.5 | expected 0.4 to 0.6 | as expected"),
        ("K2.test_accuracy", 0.5, "slide 0.45 | here 0.5 | expected -0.646 to 1.646 | reproduced"),
    ],
)
def test_the_line_says_slide_here_expected_and_verdict(full, capsys, entry_id, value, line):
    ledger.compare(entry_id, value)
    assert capsys.readouterr().out == f"{entry_id} | {line}\n"


@pytest.mark.parametrize("value", [0.4, 0.6])
def test_the_ends_of_a_band_belong_to_it(full, capsys, value):
    ledger.compare("K1.band", value)
    assert capsys.readouterr().out.endswith("| reproduced\n")


@pytest.mark.parametrize("entry_id", ["K1.exact", "K1.large", "K1.band", "K1.trained_band", "K2.test_accuracy"])
@pytest.mark.parametrize("value", [-1000, 60_000])
def test_a_value_outside_is_an_error_in_the_full_profile(full, capsys, entry_id, value):
    with pytest.raises(LedgerError) as caught:
        ledger.compare(entry_id, value)
    assert str(caught.value).startswith(f"{entry_id} | slide ")
    assert f"| here {value:,} | expected " in str(caught.value)
    assert "| outside. If the change is meant" in str(caught.value)
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("entry_id", ["K1.large", "K1.trained_band", "K2.test_accuracy"])
@pytest.mark.parametrize("value", [0.5, 60_000])
def test_what_depends_on_training_or_all_images_is_not_judged_in_the_quick_profile(quick, capsys, entry_id, value):
    ledger.compare(entry_id, value)
    assert capsys.readouterr().out.endswith("| not judged in the quick profile\n")


@pytest.mark.parametrize("entry_id", ["K1.exact", "K1.band", "K1.not_on_the_slide"])
def test_everything_else_is_judged_in_the_quick_profile_too(quick, entry_id):
    with pytest.raises(LedgerError, match="outside"):
        ledger.compare(entry_id, 33)


@pytest.mark.parametrize("value", [None, float("nan"), float("inf"), -float("inf"), "0.5", True, [0.5], 1j])
@pytest.mark.parametrize("entry_id", ["K1.band", "K2.test_accuracy"])
def test_what_is_no_finite_number_is_an_error_in_every_profile(quick, entry_id, value):
    with pytest.raises(LedgerError) as caught:
        ledger.compare(entry_id, value)
    assert f"{entry_id} got {value!r}, expected a finite number" in str(caught.value)


@pytest.mark.parametrize("value", [np.array([0.5]), np.array(0.5), np.float32("nan"), np.bool_(True)])
def test_arrays_and_numpy_values_that_are_no_numbers_are_errors(quick, value):
    with pytest.raises(LedgerError, match="expected a finite number"):
        ledger.compare("K1.band", value)


@pytest.mark.parametrize(
    ("entry_id", "value", "here"),
    [
        ("K1.exact", np.int64(32), "32"),
        ("K1.exact", np.uint8(32), "32"),
        ("K1.exact", np.float64(32), "32"),
        ("K1.band", np.float32(0.5), "0.5"),
        ("K1.band", np.float16(0.5), "0.5"),
        ("K1.large", np.int32(50_000), "50,000"),
    ],
)
def test_numpy_numbers_are_numbers(full, capsys, entry_id, value, here):
    ledger.compare(entry_id, value)
    assert f"| here {here} |" in capsys.readouterr().out


@pytest.fixture
def table(small_ledger):
    """Add a table of two rows and two columns to the small ledger."""
    cells = {"vgg16_depth": 23, "mobilenet_depth": 88, "vgg16_megabytes": 528}
    ledger.ENTRIES_FILE.write_text(
        json.dumps({**ENTRIES, **{f"D2.{name}": {"slide": value, "exact": value} for name, value in cells.items()}})
    )


def test_a_column_compares_each_of_its_rows(table, quick, capsys):
    ledger.compare_column("D2", "depth", {"MobileNet": 88, "VGG16": 23})
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(" | ")[0] for line in lines] == ["D2.mobilenet_depth", "D2.vgg16_depth"]
    assert all(line.endswith("reproduced") for line in lines)


@pytest.mark.parametrize("rows", [{"VGG16": 23}, {"VGG16": 23, "MobileNet": 88, "VGG19": 26}, {}])
def test_a_column_with_other_rows_is_an_error(table, quick, rows):
    with pytest.raises(LedgerError, match="expected D2.mobilenet_depth, D2.vgg16_depth"):
        ledger.compare_column("D2", "depth", rows)


def test_a_wrong_cell_of_a_column_is_an_error(table, quick):
    with pytest.raises(LedgerError, match="D2.vgg16_depth.*outside"):
        ledger.compare_column("D2", "depth", {"MobileNet": 88, "VGG16": 22})


def test_an_unknown_id_names_the_ids_of_its_frame():
    with pytest.raises(LedgerError) as caught:
        ledger.compare("K2.accuracy", 0.5)
    assert "no entry 'K2.accuracy'. Expected one of: K2.test_accuracy, K2.test_loss. Add it to" in str(caught.value)


@pytest.mark.parametrize("entry_id", ["Z1.accuracy", "K.accuracy", ""])
def test_an_id_of_an_unknown_frame_names_all_ids(entry_id):
    with pytest.raises(LedgerError) as caught:
        ledger.find(entry_id)
    assert ", ".join(ENTRIES) in str(caught.value)


def test_an_entry_of_seeds_expects_what_one_more_seed_would_give():
    entry = ledger.find("K2.test_accuracy")
    reach = T_99_OF_2 * 0.1 * (1 + 1 / 3) ** 0.5
    assert (entry.low, entry.high) == pytest.approx((0.5 - reach, 0.5 + reach), abs=1e-3)
    assert entry.full_only


def test_entries_of_measured_frames_do_not_wait_for_the_others(full, capsys):
    ledger.SEEDS_FILE.unlink()
    ledger.compare("K1.exact", 32)
    assert capsys.readouterr().out.endswith("| reproduced\n")
    with pytest.raises(LedgerError, match="at least 2 values, got 0. Measure more seeds"):
        ledger.compare("K9.unmeasured", 1)


@pytest.mark.parametrize(
    ("metric", "values"),
    [
        ("test_accuracy", [0.4, 0.5, 0.6]),
        ("test_loss", [1.0, 2.0, 3.0]),
        ("test_loss_rise", [1.0, 2.0, 1.0]),
        ("cat_recall", [0.31, 0.32, 0.33]),
    ],
)
def test_a_metric_has_one_value_for_each_seed(metric, values):
    assert ledger.measured("K2", metric) == values


def test_a_frame_without_seeds_has_no_values():
    assert ledger.measured("K9", "test_loss") == []


def test_the_prediction_interval_is_the_one_of_the_textbook():
    # mean 3, standard deviation sqrt(2.5)
    reach = T_99_OF_4 * 2.5**0.5 * (1 + 1 / 5) ** 0.5
    assert ledger.prediction_interval([1, 2, 3, 4, 5]) == pytest.approx((3 - reach, 3 + reach), abs=2e-3)


@pytest.mark.parametrize(("count", "level"), [(2, 0.5), (5, 0.9), (5, 0.99)])
def test_the_prediction_interval_holds_one_more_value_as_often_as_it_says(count, level):
    draws = np.random.default_rng(0).normal(3, 2, (4000, count + 1))
    held = 0
    for *values, one_more in draws:
        low, high = ledger.prediction_interval(values, level)
        held += low <= one_more <= high
    standard_error = (level * (1 - level) / len(draws)) ** 0.5
    assert held / len(draws) == pytest.approx(level, abs=3 * standard_error)


@pytest.mark.parametrize("values", [[], [0.5]])
def test_a_prediction_interval_needs_two_values(values):
    with pytest.raises(LedgerError, match=f"at least 2 values, got {len(values)}"):
        ledger.prediction_interval(values)


# The ledger of the course itself, which the fixture above hides from lib.ledger.


def read_committed(name):
    path = LIB / name
    return json.loads(path.read_text()) if path.exists() else {}


COMMITTED = read_committed("ledger.json")


@pytest.mark.parametrize("entry_id", COMMITTED)
def test_an_id_of_the_course_is_a_frame_of_the_slides_and_a_name(entry_id):
    frame, _, name = entry_id.partition(".")
    assert frame in FRAMES
    assert re.fullmatch(r"[a-z][a-z0-9_]*", name)


@pytest.mark.parametrize("entry_id", COMMITTED)
def test_an_entry_of_the_course_expects_one_thing_and_gives_its_reason(entry_id):
    fields = COMMITTED[entry_id]
    assert set(fields) <= {"slide", "exact", "band", "why", "seeds", "full_only"}
    assert len({"exact", "band", "seeds"} & set(fields)) == 1
    if "band" in fields:
        low, high = fields["band"]
        assert low < high
        assert fields["why"].strip()
    if "seeds" in fields:
        measurement, metric = fields["seeds"]
        assert measurement.partition("_")[0] in FRAMES
        assert metric in ledger.METRICS


@pytest.mark.parametrize(
    "measurement", sorted({fields["seeds"][0] for fields in COMMITTED.values() if "seeds" in fields})
)
def test_the_seeds_of_the_course_are_five_or_more_different_ones(measurement):
    records = read_committed("ledger_seeds.json").get(measurement)
    if records is None:
        pytest.skip(f"not measured yet (python -m tools.measure_seeds {measurement})")
    seeds = [record["seed"] for record in records]
    assert len(seeds) >= 5
    assert len(set(seeds)) == len(seeds)
    for record in records:
        assert len(record["val_loss"]) == len(record["val_accuracy"]) == 20
        assert all(np.isfinite(metric(record)) for metric in ledger.METRICS.values())
