"""A generative adversarial network on a ring of eight Gaussians, and a count of the modes that it covers (chapter 12).

The ring is the test of Metz and others (2017), https://doi.org/10.48550/arXiv.1611.02163
"""

import keras
import numpy as np
import tensorflow as tf

NUM_MODES = 8
DEVIATION = 0.05  # of each Gaussian; the ring has radius one
NOISE_SIZE = 16  # random numbers that the generator takes for one point
BATCH_SIZE = 256


def centres():
    """Return the centres (8, 2) of the Gaussians, evenly on a circle of radius one."""
    angles = 2 * np.pi * np.arange(NUM_MODES) / NUM_MODES
    return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


def ring(number, seed):
    """Return points (number, 2) drawn from the eight Gaussians, each equally often on average."""
    if number < 1:
        raise ValueError(f"number is {number}, expected at least 1 point.")
    random = np.random.default_rng(seed)
    noise = random.normal(scale=DEVIATION, size=(number, 2))
    return (centres()[random.integers(NUM_MODES, size=number)] + noise).astype(np.float32)


def mode_shares(points, radius=0.2):
    """Return the share (8,) of points (n, 2) that lie within `radius` of each centre.

    Raises ValueError for points of another shape, for none, and for NaN or infinity.
    """
    points = np.asarray(points)
    if points.ndim != 2 or points.shape[1] != 2 or not len(points):
        raise ValueError(f"points have shape {points.shape}, expected (n, 2) with at least one point.")
    if not np.isfinite(points).all():
        raise ValueError("points hold NaN or infinity, expected finite numbers.")
    distances = np.linalg.norm(points[:, None] - centres(), axis=2)
    return (distances < radius).mean(axis=0)


def count_modes(points, least=0.02):
    """Return how many of the eight modes are covered: at least the share `least` of the points is near the centre."""
    return int((mode_shares(points) >= least).sum())


def build_generator():
    """Return a network from noise (16,) to a point (2,)."""
    return _build(NOISE_SIZE, 2)


def build_discriminator(pack=1):
    """Return a network from `pack` points side by side, (2 · pack,), to one logit: positive means real."""
    return _build(2 * pack, 1)


def _build(num_inputs, num_outputs):
    return keras.Sequential(
        [
            keras.Input((num_inputs,)),
            keras.layers.Dense(64, "relu"),
            keras.layers.Dense(64, "relu"),
            keras.layers.Dense(num_outputs),
        ]
    )


def discriminator_loss(real_logits, fake_logits):
    """Return the cross-entropy of a discriminator that should call real points 1 and made ones 0."""
    return tf.reduce_mean(tf.nn.softplus(-real_logits)) + tf.reduce_mean(tf.nn.softplus(fake_logits))


def generator_loss(fake_logits):
    """Return the cross-entropy of a generator that wants its points to be called 1.

    Goodfellow and others (2014), https://doi.org/10.48550/arXiv.1406.2661
    """
    return tf.reduce_mean(tf.nn.softplus(-fake_logits))


def train(num_steps, seed, pack=1, learning_rate=1e-3, records=10):
    """Train a pair of networks; return a list of (step, points (2000, 2)) at `records` moments and the generator.

    pack: how many points the discriminator judges at once. With more than one it sees whether they are all alike:
    Lin and others (2018), https://doi.org/10.48550/arXiv.1712.04086
    """
    keras.utils.set_random_seed(seed)
    generator, discriminator = build_generator(), build_discriminator(pack)
    step = _training_step(generator, discriminator, pack, learning_rate)
    data = tf.constant(ring(20_000, seed))
    test_noise = np.random.default_rng(seed).normal(size=(2_000, NOISE_SIZE)).astype(np.float32)
    snapshots, every = [], max(1, num_steps // records)
    for done in range(every, num_steps + 1, every):
        step(data, tf.constant(every))
        snapshots.append((done, np.asarray(generator(test_noise))))
    return snapshots


def _training_step(generator, discriminator, pack, learning_rate):
    optimizers = [keras.optimizers.Adam(learning_rate, beta_1=0.5) for _ in range(2)]
    for optimizer, network in zip(optimizers, (generator, discriminator), strict=True):
        optimizer.build(network.trainable_variables)

    def judge(points):
        return discriminator(tf.reshape(points, (-1, 2 * pack)), training=True)

    @tf.function
    def steps(data, number):
        for _ in tf.range(number):
            real = tf.gather(data, tf.random.uniform((BATCH_SIZE,), maxval=len(data), dtype=tf.int32))
            noise = tf.random.normal((BATCH_SIZE, NOISE_SIZE))
            with tf.GradientTape(persistent=True) as tape:
                made = generator(noise, training=True)
                real_logits, fake_logits = judge(real), judge(made)
                losses = [generator_loss(fake_logits), discriminator_loss(real_logits, fake_logits)]
            for loss, network, optimizer in zip(losses, (generator, discriminator), optimizers, strict=True):
                variables = network.trainable_variables
                optimizer.apply(tape.gradient(loss, variables), variables)

    return steps
