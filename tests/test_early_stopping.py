import hypothesis
import hypothesis.strategies as st
import keras
import numpy as np
import pytest

from lib import early_stopping
from tests.chapter_code import definitions


def stop_of_keras(losses, patience):
    """Feed losses to Keras' own callback; return the epochs (last, best)."""
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile(loss="mse")
    callback = keras.callbacks.EarlyStopping(monitor="val_loss", patience=patience)
    callback.set_model(model)
    callback.on_train_begin()
    for epoch, loss in enumerate(losses):
        callback.on_epoch_end(epoch, {"val_loss": loss})
        if model.stop_training:
            break
    return epoch + 1, callback.best_epoch + 1


@hypothesis.settings(deadline=None, max_examples=40, derandomize=True, database=None)
@hypothesis.given(losses=st.lists(st.integers(0, 6), min_size=1, max_size=15), patience=st.integers(1, 4))
def test_the_rule_of_the_chapter_is_that_of_keras(losses, patience):
    stop = definitions("12", "def stop(")["stop"]
    assert stop(losses, patience) == stop_of_keras([float(loss) for loss in losses], patience)


def test_one_epoch_leaves_no_choice_and_no_optimism():
    right = np.random.default_rng(0).random((1, 1000)) < 0.5
    assert abs(early_stopping.optimism(right, num_splits=400, seed=0)) < 0.005


def test_optimism_for_lucky_guessers_is_the_expected_largest_of_so_many_normals():
    right = np.random.default_rng(0).random((10, 4000)) < 0.5
    expected = 1.539 * np.sqrt(0.25 / 2000)  # mean of the largest of ten standard normals, times one deviation
    drawn = [early_stopping.optimism(np.random.default_rng(s).random((10, 4000)) < 0.5, 20, s) for s in range(40)]
    assert right.shape == (10, 4000)
    assert np.mean(drawn) == pytest.approx(expected, rel=0.35)


@pytest.mark.parametrize("right", [np.ones(5), np.ones((0, 5)), np.ones((3, 1))])
def test_optimism_needs_epochs_and_images(right):
    with pytest.raises(ValueError, match="shape"):
        early_stopping.optimism(right, 2, 0)
