"""The ablation of chapter 12: the recipes are the chapter's, each was measured, and the tool measures what it says."""

import json

import numpy as np

from lib import good_practice, ledger
from tests.chapter_code import definitions
from tools import measure_ablation

RECORDS = ledger.seed_records(measure_ablation.FRAME)


def test_the_recipes_are_those_of_the_chapter():
    assert definitions("12", "recipes = {")["recipes"] == good_practice.RECIPES


def test_every_recipe_was_measured_for_all_epochs():
    assert [record["recipe"] for record in RECORDS] == list(good_practice.RECIPES)
    for record in RECORDS:
        assert len(record["loss"]) == len(record["accuracy"]) == good_practice.EPOCHS


def test_a_run_takes_a_quarter_of_the_images_and_is_written_at_once(monkeypatch, tmp_path, capsys):
    rng = np.random.default_rng(0)
    images = [rng.integers(0, 256, (number, 32, 32, 3), np.uint8) for number in (600, 40, 1)]
    labels = [rng.integers(0, 10, number) for number in (600, 40)]
    seen = []

    def train_on(x_train, y_train, epochs, seed, **recipe):
        seen.append((x_train, recipe))
        return original(x_train, y_train, 1, seed, **recipe)

    original = good_practice.train_on
    monkeypatch.setattr(good_practice, "train_on", train_on)
    monkeypatch.setattr(measure_ablation.runtime, "restart_with_environment", lambda module: None)
    monkeypatch.setattr(measure_ablation.measure_seeds, "load", lambda transform: (images, labels))
    monkeypatch.setattr(ledger, "SEEDS_FILE", tmp_path / "seeds.json")
    known = [{"seed": 0, "recipe": name} for name in list(good_practice.RECIPES)[:-1]]
    (tmp_path / "seeds.json").write_text(json.dumps({measure_ablation.FRAME: known}))
    measure_ablation.main()
    (x_train, recipe), *more = seen
    assert x_train.shape == (150, 32, 32, 3) and recipe == {"smoothing": 0.0} and not more
    *others, last = ledger.seed_records(measure_ablation.FRAME)
    assert others == known
    assert last["recipe"] == "no label smoothing" and 0 <= last["test_accuracy"] <= 1 and len(last["loss"]) == 1
    measure_ablation.main()
    assert len(seen) == 1
    assert "7 runs are in" in capsys.readouterr().out
