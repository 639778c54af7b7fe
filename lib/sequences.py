"""Models of the next token of a sequence, a table of counts and a small recurrent network; and how to sample from them.

Tokens are whole numbers from 0 to num_tokens - 1: characters of a text, or notes of a melody.
A model has `probabilities(state)` (num_tokens,), `start()` for a first state, and `follow(state, token)` for the next.
"""

from collections import Counter, defaultdict

import keras
import numpy as np

from lib.perceptron import sigmoid


class NGram:
    """A table of counts: what followed each context of up to `order` - 1 tokens.

    Shorter contexts help out where a longer one is rare, by the rule C of Witten and Bell (1991),
    https://doi.org/10.1109/18.87000: a context with n followers, k of them different, trusts its counts by n / (n + k).
    """

    def __init__(self, order, num_tokens):
        """Make an empty table. Raises ValueError for an order or a number of tokens below 1."""
        if order < 1 or num_tokens < 1:
            raise ValueError(f"order is {order} and num_tokens {num_tokens}, expected at least 1.")
        self.order, self.num_tokens = order, num_tokens
        self.followers = defaultdict(Counter)
        self._shares = {}  # of the contexts that were asked for since the last fit

    def fit(self, tokens):
        """Count one more sequence, and return the model. Raises ValueError for tokens out of range."""
        tokens = check_tokens(tokens, self.num_tokens)
        self._shares.clear()
        for place, token in enumerate(tokens):
            for length in range(min(self.order, place + 1)):
                self.followers[tokens[place - length : place]][token] += 1
        return self

    @property
    def size(self):
        """The stored counts: one for each pair of a context and a follower that occurred."""
        return sum(len(counts) for counts in self.followers.values())

    def start(self):
        """Return the state before the first token: an empty context."""
        return ()

    def follow(self, state, token):
        """Return the state after one more token."""
        return (*state, int(token))[-(self.order - 1) :] if self.order > 1 else ()

    def probabilities(self, state):
        """Return the probability (num_tokens,) of each next token."""
        values = np.full(self.num_tokens, 1 / self.num_tokens)
        for length in range(len(state) + 1):
            shares, rest = self._shares_of(tuple(state[len(state) - length :]))
            values = shares + rest * values
        return values

    def _shares_of(self, context):
        """Return what the counts of a context give to each token, and the weight of the shorter contexts."""
        if context not in self._shares:
            counts = self.followers.get(context, {})
            total = sum(counts.values()) + len(counts)
            shares = np.zeros(self.num_tokens)
            if counts:
                shares[list(counts)] = np.divide(list(counts.values()), total)
            self._shares[context] = shares, len(counts) / total if counts else 1.0
        return self._shares[context]


class Recurrent:
    """The trained network of `build_gru`, one token at a time, in NumPy: the state is the vector of the GRU units.

    Cho and others (2014), https://doi.org/10.3115/v1/D14-1179, with the gate order and the two biases of Keras.
    """

    def __init__(self, network):
        """Take the weights out of the Keras network."""
        embedding, kernel, recurrent_kernel, biases, output_kernel, output_bias = network.get_weights()
        self.inputs = embedding.astype(float) @ kernel + biases[0]
        self.recurrent_kernel, self.recurrent_bias = recurrent_kernel.astype(float), biases[1]
        self.output_kernel, self.output_bias = output_kernel.astype(float), output_bias
        self.num_tokens = len(embedding)

    def start(self):
        """Return the state before the first token: zeros (units,)."""
        return np.zeros(len(self.recurrent_kernel))

    def follow(self, state, token):
        """Return the state (units,) after one more token."""
        update_input, reset_input, candidate_input = np.split(self.inputs[token], 3)
        update, reset, candidate = np.split(state @ self.recurrent_kernel + self.recurrent_bias, 3)
        update = sigmoid(update_input + update)
        candidate = np.tanh(candidate_input + sigmoid(reset_input + reset) * candidate)
        return update * state + (1 - update) * candidate

    def probabilities(self, state):
        """Return the probability (num_tokens,) of each next token."""
        return softmax(state @ self.output_kernel + self.output_bias)


def build_gru(num_tokens, units, embedding=16, learning_rate=0.005):
    """Return a compiled network: tokens (n, length) to the logits (n, length, num_tokens) of each next token."""
    network = keras.Sequential(
        [
            keras.Input((None,), dtype="int32"),
            keras.layers.Embedding(num_tokens, embedding),
            keras.layers.GRU(units, return_sequences=True),
            keras.layers.Dense(num_tokens),
        ]
    )
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    network.compile(keras.optimizers.Adam(learning_rate, clipnorm=1.0), loss=loss)
    return network


def windows(tokens, length, stride):
    """Return inputs (n, length) and targets (n, length): pieces of a sequence, and the same pieces one token later.

    Raises ValueError when the sequence has no piece of that length.
    """
    if length < 1 or stride < 1 or len(tokens) <= length:
        raise ValueError(
            f"{len(tokens)} tokens, length {length} and stride {stride} leave no piece, "
            "expected more tokens than the length, and both numbers of at least 1."
        )
    starts = np.arange(0, len(tokens) - length, stride)
    places = starts[:, None] + np.arange(length)
    tokens = np.asarray(tokens)
    return tokens[places], tokens[places + 1]


def bits_per_token(model, tokens):
    """Return the mean of -log2 of the probability that a model gave to each token of a sequence, read from its start.

    Raises ValueError for an empty sequence or tokens out of range.
    """
    state, total = model.start(), 0.0
    tokens = check_tokens(tokens, model.num_tokens)
    if not tokens:
        raise ValueError("the sequence is empty, expected at least one token.")
    for token in tokens:
        total -= np.log2(model.probabilities(state)[token])
        state = model.follow(state, token)
    return float(total / len(tokens))


def generate(model, prompt, num_tokens, temperature, seed):
    """Return `num_tokens` new tokens after a prompt; each is drawn with probability proportional to p^(1/temperature).

    A temperature of 0 always takes the most probable token. Raises ValueError for a negative temperature.
    """
    rng = np.random.default_rng(seed)
    state, drawn = model.start(), []
    for token in check_tokens(prompt, model.num_tokens):
        state = model.follow(state, token)
    for _ in range(num_tokens):
        weights = at_temperature(model.probabilities(state), temperature)
        drawn.append(int(np.searchsorted(np.cumsum(weights), rng.random() * weights.sum(), side="right")))
        state = model.follow(state, drawn[-1])
    return drawn


def at_temperature(probabilities, temperature):
    """Return probabilities (n,) raised to 1 / temperature and scaled to a sum of 1; 0 keeps only the largest.

    Raises ValueError for a temperature that is negative or not finite.
    """
    probabilities = np.asarray(probabilities, float)
    if not 0 <= temperature < np.inf:
        raise ValueError(f"temperature is {temperature}, expected a finite number of at least 0.")
    if temperature == 0:
        return np.eye(len(probabilities))[np.argmax(probabilities)]
    with np.errstate(divide="ignore"):
        return softmax(np.log(probabilities) / temperature)


def softmax(logits):
    """Return exp(logits) scaled to a sum of 1, without overflow."""
    values = np.exp(logits - np.max(logits))
    return values / values.sum()


def longest_copy(tokens, sources):
    """Return the length of the longest run of tokens that occurs unchanged in one of the sources."""
    tokens = list(tokens)
    return max((_longest_common_run(tokens, list(source)) for source in sources), default=0)


def check_tokens(tokens, num_tokens):
    """Return tokens as a tuple of whole numbers; raise ValueError when one is out of range."""
    tokens = tuple(int(token) for token in tokens)
    if tokens and not 0 <= min(tokens) <= max(tokens) < num_tokens:
        raise ValueError(f"tokens reach from {min(tokens)} to {max(tokens)}, expected 0 to {num_tokens - 1}.")
    return tokens


def _longest_common_run(first, second):
    best, before = 0, [0] * (len(second) + 1)
    for token in first:
        now = [0] * (len(second) + 1)
        for place, other in enumerate(second, start=1):
            if token == other:
                now[place] = before[place - 1] + 1
                best = max(best, now[place])
        before = now
    return best
