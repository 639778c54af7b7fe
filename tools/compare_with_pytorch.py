"""Time a training step of chapter 10's network in Keras and in plain PyTorch.

    pip install torch                        # the course itself does not need it
    python -m tools.compare_with_pytorch

Both train on the same 128 random images. Each line is the median of 30 steps after 10 to warm up.
"""

import time

import numpy as np

from lib import runtime

BATCH_SIZE, WARM_UP, STEPS = 128, 10, 30


def main():
    """Print seconds for a step of either library, and their ratio."""
    runtime.restart_with_environment("tools.compare_with_pytorch")
    generator = np.random.default_rng(0)
    images = generator.random((BATCH_SIZE, 32, 32, 3), np.float32)
    labels = generator.integers(0, 10, BATCH_SIZE)
    seconds = {"Keras": _median(_keras_step(images, labels)), "PyTorch": _median(_pytorch_step(images, labels))}
    for name, value in seconds.items():
        print(f"{name:8} {1000 * value:6.1f} milliseconds for a step")
    print(f"PyTorch / Keras: {seconds['PyTorch'] / seconds['Keras']:.2f}")


def _keras_step(images, labels):
    import keras

    from lib import networks

    network = networks.build_dnn()
    targets = keras.utils.to_categorical(labels, 10)
    return lambda: network.train_on_batch(images, targets)


def _pytorch_step(images, labels):
    import torch

    network = torch.nn.Sequential(
        torch.nn.Conv2d(3, 64, 3, padding="same"),
        torch.nn.Flatten(),
        torch.nn.Linear(64 * 32 * 32, 128),
        torch.nn.ReLU(),
        torch.nn.Linear(128, 10),
    )
    optimizer = torch.optim.RMSprop(network.parameters(), lr=0.001, alpha=0.9)
    inputs = torch.from_numpy(images.transpose(0, 3, 1, 2).copy())
    targets = torch.from_numpy(labels)

    def step():
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(network(inputs), targets)
        loss.backward()
        optimizer.step()
        return loss.item()

    return step


def _median(step):
    seconds = []
    for _ in range(WARM_UP + STEPS):
        start = time.perf_counter()
        step()
        seconds.append(time.perf_counter() - start)
    return float(np.median(seconds[WARM_UP:]))


if __name__ == "__main__":
    main()
