"""Train chapter 12's network without one part of its recipe after the other, and keep the results for the chapter.

    python -m tools.measure_ablation     # about half an hour on two cores

Each run takes a quarter of the training images, and with it a quarter of the time. A finished run is written at once,
and one that is there already is not made again.
"""

from lib import runtime
from tools import measure_seeds

FRAME = "W2.ablation"
SEED = 0
SHARE = 4  # one of four training images takes part


def main():
    """Make the runs that are not there yet."""
    runtime.restart_with_environment("tools.measure_ablation")

    from lib import good_practice, ledger

    measured = [record["recipe"] for record in ledger.seed_records(FRAME)]
    missing = [name for name in good_practice.RECIPES if name not in measured]
    if missing:
        images, labels = measure_seeds.load(lambda images: images)
        inputs = measure_seeds.standardise(images)
        for name in missing:
            measure_seeds.keep(ledger.SEEDS_FILE, FRAME, {"seed": SEED, "recipe": name, **train(name, inputs, labels)})
            print(f"{FRAME}: {name} measured", flush=True)
    print(f"{FRAME}: {len(ledger.seed_records(FRAME))} runs are in {ledger.SEEDS_FILE}")


def train(name, inputs, labels):
    """Return the curves of a recipe, trained on a quarter of the images, and its accuracy on the test images.

    inputs: those of the training, of the test and others, as `measure_seeds.standardise` gives them; labels of the
    first two, (n,).
    """
    import keras

    from lib import good_practice

    x_train, x_test, _ = inputs
    y_train, y_test = (keras.utils.to_categorical(values, 10) for values in labels)
    part = len(x_train) // SHARE
    network, history = good_practice.train_on(
        x_train[:part], y_train[:part], good_practice.EPOCHS, SEED, **good_practice.RECIPES[name]
    )
    test_accuracy = network.evaluate(x_test, y_test, batch_size=500, verbose=0)[1]
    return {**measure_seeds.curves(history), "test_accuracy": round(float(test_accuracy), 4)}


if __name__ == "__main__":
    main()
