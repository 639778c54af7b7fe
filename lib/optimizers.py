"""Eight optimizers in NumPy, born in chapter 04, and what is needed to run, measure and check them.

An optimizer is a function of the weights, the gradient there, and its state: a dictionary, empty before the first
step, in which it keeps what it remembers. It returns the new weights, an array of the shape of the weights, and
equals the optimizer of Keras that its docstring names. A learning rate may be an array that broadcasts with the
weights: one call then takes one step for each rate.
"""

import math

import keras
import numpy as np
import tensorflow


def gradient_descent(weights, gradient, state, learning_rate=0.01):
    """Step down the gradient; keras.optimizers.SGD."""
    return weights - learning_rate * gradient


def momentum(weights, gradient, state, learning_rate=0.01, momentum=0.9):
    """Collect the gradients in a velocity (Polyak 1964); keras.optimizers.SGD with momentum."""
    state["velocity"] = momentum * state.get("velocity", 0) - learning_rate * gradient
    return weights + state["velocity"]


def nesterov(weights, gradient, state, learning_rate=0.01, momentum=0.9):
    """Apply the velocity that the next step would have; keras.optimizers.SGD with nesterov=True."""
    state["velocity"] = momentum * state.get("velocity", 0) - learning_rate * gradient
    return weights + momentum * state["velocity"] - learning_rate * gradient


def adagrad(weights, gradient, state, learning_rate=0.001, initial_accumulator_value=0.1, epsilon=1e-7):
    """Divide by the root of the sum of squared gradients (Duchi and others 2011); keras.optimizers.Adagrad."""
    state["sum"] = state.get("sum", initial_accumulator_value) + gradient**2
    return weights - learning_rate * gradient / np.sqrt(state["sum"] + epsilon)


def rmsprop(weights, gradient, state, learning_rate=0.001, rho=0.9, epsilon=1e-7):
    """Divide by the root of a running mean of squared gradients (Hinton 2012); keras.optimizers.RMSprop."""
    state["square"] = rho * state.get("square", 0) + (1 - rho) * gradient**2
    return weights - learning_rate * gradient / np.sqrt(state["square"] + epsilon)


def adadelta(weights, gradient, state, learning_rate=0.001, rho=0.95, epsilon=1e-7):
    """Scale as RMSprop, times a running size of the own steps (Zeiler 2012); keras.optimizers.Adadelta."""
    state["square"] = rho * state.get("square", 0) + (1 - rho) * gradient**2
    step = gradient * np.sqrt(state.get("step_square", 0) + epsilon) / np.sqrt(state["square"] + epsilon)
    state["step_square"] = rho * state.get("step_square", 0) + (1 - rho) * step**2
    return weights - learning_rate * step


def adam(weights, gradient, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    """Combine a running mean with a running scale, both corrected (Kingma and Ba 2015); keras.optimizers.Adam."""
    state["steps"] = state.get("steps", 0) + 1
    state["mean"] = beta_1 * state.get("mean", 0) + (1 - beta_1) * gradient
    state["square"] = beta_2 * state.get("square", 0) + (1 - beta_2) * gradient**2
    correction = np.sqrt(1 - beta_2 ** state["steps"]) / (1 - beta_1 ** state["steps"])
    return weights - learning_rate * correction * state["mean"] / (np.sqrt(state["square"]) + epsilon)


def adamw(weights, gradient, state, learning_rate=0.001, weight_decay=0.004, **settings):
    """Shrink the weights, then step as Adam (Loshchilov and Hutter 2019); keras.optimizers.AdamW."""
    shrunk = weights - learning_rate * weight_decay * weights
    return adam(shrunk, gradient, state, learning_rate, **settings)


OPTIMIZERS = {
    "gradient descent": gradient_descent,
    "momentum": momentum,
    "Nesterov": nesterov,
    "Adagrad": adagrad,
    "RMSprop": rmsprop,
    "Adadelta": adadelta,
    "Adam": adam,
    "AdamW": adamw,
}


def descend(optimizer, gradient_of, start, num_steps, **settings):
    """Return the path (num_steps + 1, *shape of start) of an optimizer: the start, and the weights after each step.

    `gradient_of` maps weights to a gradient of the same shape; `settings` go to the optimizer. A path that
    diverges goes on with infinite and undefined numbers. Raises ValueError for a learning rate that is not
    positive, a start or number of steps that makes no sense, and a gradient of another shape than the start.
    """
    weights = np.asarray(start, float)
    _check_run(weights, num_steps, settings)
    path, state = [weights], {}
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(num_steps):
            gradient = np.asarray(gradient_of(weights))
            if gradient.shape != weights.shape:
                raise ValueError(f"the gradient has the shape {gradient.shape}, expected the start's {weights.shape}.")
            weights = optimizer(weights, gradient, state, **settings)
            path.append(weights)
    return np.array(path)


def keras_path(optimizer, gradient_of, start, num_steps):
    """Return the path of an optimizer of Keras, in double precision, in the form of `descend`."""
    weights = keras.Variable(start, dtype="float64")
    optimizer.build([weights])
    take_step = tensorflow.function(lambda gradient: optimizer.apply([gradient], [weights]))  # compiled, as in fit
    path = [weights.numpy()]
    for _ in range(num_steps):
        take_step(gradient_of(weights.numpy()))
        path.append(weights.numpy())
    return np.array(path)


def relative_difference(path, other):
    """Return the largest distance between two paths after the same step, relative to the size of the weights there.

    Raises ValueError when the paths have different shapes.
    """
    if np.shape(path) != np.shape(other):
        raise ValueError(f"the paths have the shapes {np.shape(path)} and {np.shape(other)}, expected the same.")
    return float(np.max(np.linalg.norm(np.subtract(path, other), axis=-1) / np.linalg.norm(other, axis=-1)))


def steps_to_target(losses, target, hold=50):
    """Return the number of steps after which a loss is at most `target` for `hold` steps in a row, or infinity.

    `losses` has the shape (num_steps + 1, ...), from the start on; the result has the shape (...).
    Raises ValueError when there are fewer losses than `hold`, or when the target is no number.
    """
    losses = np.asarray(losses, float)
    if losses.ndim == 0 or len(losses) < hold:
        raise ValueError(f"losses have the shape {losses.shape}, expected at least {hold}: the start and the steps.")
    if np.isnan(target):
        raise ValueError(f"the target is {target!r}, expected a number.")
    held = np.lib.stride_tricks.sliding_window_view(losses <= target, hold, axis=0).all(axis=-1)
    return np.where(held.any(axis=0), held.argmax(axis=0), np.inf)


def flatten(arrays):
    """Return all numbers of a list of arrays, such as the weights of a network, as one row of float64."""
    return np.concatenate([np.asarray(array, float).ravel() for array in arrays])


def unflatten(row, network):
    """Return a row of numbers as arrays of the shapes of a network's weights, for its method set_weights.

    Raises ValueError when the row has another length than the network has weights.
    """
    if np.shape(row) != (network.count_params(),):
        raise ValueError(f"the row has the shape {np.shape(row)}, expected ({network.count_params()},).")
    shapes = [tuple(variable.shape) for variable in network.weights]
    ends = np.cumsum([math.prod(shape) for shape in shapes])
    return [part.reshape(shape) for part, shape in zip(np.split(row, ends[:-1]), shapes, strict=True)]


def loss_and_gradient_of(network):
    """Return a function of (weights, images, labels) that gives the mean cross-entropy and its gradient.

    The function takes the network's weights as one row, as `flatten` makes it, and leaves the network untouched;
    images are float32 (n, height, width, channels), labels whole numbers (n,). Every weight must be trainable, or
    ValueError is raised.
    """
    if network.non_trainable_variables:
        raise ValueError(f"{len(network.non_trainable_variables)} variables are not trainable, expected none.")
    shapes = [tuple(variable.shape) for variable in network.trainable_variables]
    sizes = [math.prod(shape) for shape in shapes]

    @tensorflow.function
    def compute(row, images, labels):
        with tensorflow.GradientTape() as tape:
            tape.watch(row)
            parts = zip(tensorflow.split(row, sizes), shapes, strict=True)
            weights = [tensorflow.reshape(part, shape) for part, shape in parts]
            probabilities, _ = network.stateless_call(weights, [], images)
            losses = keras.losses.sparse_categorical_crossentropy(labels, probabilities)
            loss = tensorflow.reduce_mean(losses)
        return loss, tape.gradient(loss, row)

    def loss_and_gradient(weights, images, labels):
        loss, gradient = compute(tensorflow.constant(weights, "float32"), images, labels)
        return float(loss), gradient.numpy().astype(float)

    return loss_and_gradient


def train(optimizer, loss_and_gradient, start, images, labels, epochs, seed, batch_size=100, **settings):
    """Train a network with an optimizer of this module; return the final weights and the training loss by epoch.

    The loss of an epoch is the mean over its batches, as Keras reports it. `seed` decides the order of the images.
    Training that diverges stops, and the losses that are left are infinite.
    Raises ValueError as `descend` does.
    """
    weights = np.asarray(start, float)
    _check_run(weights, epochs, settings)
    rng, state, losses = np.random.default_rng(seed), {}, np.full(epochs, np.inf)
    with np.errstate(over="ignore", invalid="ignore"):
        for epoch in range(epochs):
            batch_losses = []
            for batch in np.split(rng.permutation(len(images)), range(batch_size, len(images), batch_size)):
                loss, gradient = loss_and_gradient(weights, images[batch], labels[batch])
                batch_losses.append(loss)
                weights = optimizer(weights, gradient, state, **settings)
            if not np.isfinite(np.mean(batch_losses)):
                break
            losses[epoch] = np.mean(batch_losses)
    return weights, losses


def _check_run(start, num_steps, settings):
    if start.ndim == 0 or start.shape[-1] == 0 or not np.isfinite(start).all():
        raise ValueError(f"the start is {start!r}, expected an array of finite numbers.")
    if isinstance(num_steps, bool) or not isinstance(num_steps, int) or num_steps < 1:
        raise ValueError(f"the number of steps is {num_steps!r}, expected a whole number of at least 1.")
    learning_rate = settings.get("learning_rate", 1.0)
    if not (np.isfinite(learning_rate) & (np.asarray(learning_rate) > 0)).all():
        raise ValueError(f"the learning rate is {learning_rate!r}, expected a positive number.")
