"""What good practice adds in chapter 12: a small residual network, whitened patches, a schedule, crops and flips.

Images are standardised float arrays (n, height, width, 3), labels one-hot arrays (n, 10).
"""

import keras
import numpy as np

CHANNELS = (32, 96, 192)
CROP = 28  # height and width of the crops that the network trains on
BATCH_SIZE = 128
EPOCHS = 20
PEAK_RATE = 0.1
WEIGHT_DECAY = 5e-3  # per unit of the learning rate, as Keras counts it
LABEL_SMOOTHING = 0.1
WARM_UP = 0.25  # share of the steps in which the learning rate rises
LOGIT_SCALE = 1 / 8  # the largest values of feature maps are large; without this the last layer learns too fast
RECIPES = {  # of the ablation: the choices of `train_on` that take one part away
    "everything": {},
    "no batch normalisation": {"parts": {"batch_norm": False}, "peak": 0.01},
    "no schedule": {"schedule": False},
    "no whitened patches": {"parts": {"whitening": False}},
    "no augmentation": {"augment": False},
    "no residual connections": {"parts": {"residual": False}},
    "no label smoothing": {"smoothing": 0.0},
}
PATCH = 2  # height and width of the patches that the first layer whitens


def standardise(images, mean, deviation):
    """Return uint8 images (n, height, width, 3) as float32 with the mean and deviation (3,) of each colour removed."""
    return ((images - np.asarray(mean, np.float32)) / np.asarray(deviation, np.float32)).astype(np.float32)


def centre(images, size=CROP):
    """Return the crops (..., size, size, channels) from the centre of images (..., height, width, channels)."""
    row, column = (np.array(images.shape[-3:-1]) - size) // 2
    return images[..., row : row + size, column : column + size, :]


def whitening_kernel(images, size=PATCH, floor=1e-3):
    """Return a kernel (size, size, channels, 2 · size² · channels) whose outputs are uncorrelated, of variance one.

    The columns are the principal directions of all patches of `images` (n, height, width, channels), each divided by
    the standard deviation along it, and once more with the other sign, so that a ReLU after it loses nothing.
    `floor` is added to the variances, lest rare directions be blown up. Born in chapter 12.
    Raises ValueError for images of another rank, smaller than a patch, or with NaN or infinity.
    Jordan (2024), https://doi.org/10.48550/arXiv.2404.00498
    """
    images = np.asarray(images, np.float32)
    if images.ndim != 4 or not len(images) or min(images.shape[1:3]) < size:
        raise ValueError(
            f"images have shape {images.shape}, expected (n, height, width, channels) of at least {size}x{size}."
        )
    if not np.isfinite(images).all():
        raise ValueError("images hold NaN or infinity, expected finite numbers.")
    windows = np.lib.stride_tricks.sliding_window_view(images, (size, size), axis=(1, 2))
    patches = windows.transpose(0, 1, 2, 4, 5, 3).reshape(-1, size * size * images.shape[3])
    variances, directions = np.linalg.eigh(np.cov(patches, rowvar=False))
    largest = np.abs(directions).argmax(axis=0)
    directions = directions * np.sign(directions[largest, np.arange(len(largest))])  # either sign is a direction
    filters = directions / np.sqrt(variances + floor)
    return np.concatenate([filters, -filters], axis=1).reshape(size, size, images.shape[3], -1).astype(np.float32)


def build_network(first_kernel, batch_norm=True, residual=True, whitening=True):
    """Return the residual network of chapter 12, not compiled: images (any height and width, 3) to ten logits.

    first_kernel: a kernel from `whitening_kernel`, kept fixed; with `whitening` False a trained kernel of the same
    shape, which starts at random. Then three stages of convolution, pooling and a residual
    block, and the largest value of each feature map. He and others (2016), https://doi.org/10.1109/CVPR.2016.90
    """
    inputs = keras.Input((None, None, 3))
    first = keras.layers.Conv2D(first_kernel.shape[-1], first_kernel.shape[0], padding="same", use_bias=False)
    outputs = keras.layers.ReLU()(first(inputs))
    if whitening:
        first.set_weights([first_kernel])
        first.trainable = False
    for channels in CHANNELS:
        outputs = _convolve(outputs, channels, batch_norm, pool=True)
        shortcut = outputs
        outputs = _convolve(outputs, channels, batch_norm)
        if residual:
            outputs = keras.layers.Add()([shortcut, outputs])
    outputs = keras.layers.GlobalMaxPooling2D()(outputs)
    outputs = keras.layers.Rescaling(LOGIT_SCALE)(outputs)
    return keras.Model(inputs, keras.layers.Dense(10)(outputs))


def _convolve(inputs, channels, batch_norm, pool=False):
    outputs = keras.layers.Conv2D(channels, 3, padding="same", use_bias=not batch_norm, kernel_initializer="he_normal")(
        inputs
    )
    if pool:
        outputs = keras.layers.MaxPooling2D()(outputs)
    if batch_norm:
        outputs = keras.layers.BatchNormalization(momentum=0.9)(outputs)
    return keras.layers.ReLU()(outputs)


def count_multiplications(network, height, width):
    """Return the multiplications of a network's convolutions for one image of height x width pixels.

    Each convolution keeps the size of its input, and each pooling halves it, rounded down, as in `build_network`.
    """
    total = 0
    for layer in network.layers:
        if isinstance(layer, keras.layers.Conv2D):
            total += int(np.prod(layer.kernel.shape)) * height * width
        elif isinstance(layer, keras.layers.MaxPooling2D):
            height, width = height // 2, width // 2
    return total


class OneCycle(keras.optimizers.schedules.LearningRateSchedule):
    """A learning rate that rises in a straight line to `peak` and falls in a straight line to zero.

    num_steps: all steps of the training; warm_up: the share of them that rises. Raises ValueError for a peak or a
    number of steps that is not positive, and for a share that is not between 0 and 1.
    After Smith (2018), https://doi.org/10.48550/arXiv.1803.09820
    """

    def __init__(self, peak, num_steps, warm_up=WARM_UP):
        if not peak > 0 or num_steps < 1 or not 0 < warm_up < 1:
            raise ValueError(
                f"peak is {peak}, num_steps {num_steps} and warm_up {warm_up}; "
                "expected a positive rate, at least one step, and a share between 0 and 1."
            )
        self.peak, self.num_steps, self.warm_up = peak, num_steps, warm_up

    def __call__(self, step):
        """Return the learning rate of a step, a number or an array, counted from zero."""
        done = (keras.ops.cast(step, "float32") + 0.5) / self.num_steps
        rising, falling = done / self.warm_up, (1 - done) / (1 - self.warm_up)
        return self.peak * keras.ops.maximum(keras.ops.minimum(rising, falling), 0.0)


class Batches(keras.utils.PyDataset):
    """Batches in a new order in every epoch, each image cropped at a random place and mirrored in every other epoch.

    images (n, height, width, channels), labels (n, classes), crop: height and width of the crops. A random half of
    the images starts mirrored. With `augment` False the crops are taken from the centre and not mirrored. A last batch
    that would not be full is left out. Jordan (2024), https://doi.org/10.48550/arXiv.2404.00498
    Raises ValueError for images and labels that differ in number, and for a crop or batch that is too large.
    """

    def __init__(self, images, labels, seed, crop=CROP, batch_size=BATCH_SIZE, augment=True):
        super().__init__()
        if len(images) != len(labels):
            raise ValueError(f"{len(images)} images and {len(labels)} labels, expected one label for each image.")
        if crop > min(images.shape[1:3]) or batch_size > len(images):
            raise ValueError(
                f"images have shape {images.shape}, expected at least {batch_size} of them for one batch "
                f"and {crop} pixels on each side for one crop."
            )
        self.images, self.labels, self.augment = images, labels, augment
        self.crop, self.batch_size = crop, batch_size
        self.random = np.random.default_rng(seed)
        self.mirrored = self.random.random(len(images)) < 0.5
        self.on_epoch_end()

    def __len__(self):
        return len(self.images) // self.batch_size

    def __getitem__(self, position):
        chosen = self.order[position * self.batch_size : (position + 1) * self.batch_size]
        return np.stack([self._crop(index) for index in chosen]), self.labels[chosen]

    def on_epoch_end(self):
        """Draw a new order and turn every image around; Keras calls this after each epoch."""
        self.order = self.random.permutation(len(self.images))
        self.mirrored = ~self.mirrored

    def _crop(self, index):
        image = self.images[index]
        if not self.augment:
            return centre(image, self.crop)
        row, column = self.random.integers(np.array(image.shape[:2]) - self.crop + 1)
        cropped = image[row : row + self.crop, column : column + self.crop]
        return cropped[:, ::-1] if self.mirrored[index] else cropped


def train(network, batches, epochs, validation_data=None, peak=PEAK_RATE, schedule=True, smoothing=LABEL_SMOOTHING):
    """Train a network with the recipe of chapter 12 and return Keras' history.

    SGD with Nesterov's momentum 0.9 and weight decay on the kernels. With `schedule` False the learning rate is
    constant, half of the peak, which is the mean of the schedule.
    """
    rate = OneCycle(peak, epochs * len(batches)) if schedule else peak / 2
    optimizer = keras.optimizers.SGD(rate, momentum=0.9, nesterov=True, weight_decay=WEIGHT_DECAY)
    optimizer.exclude_from_weight_decay(var_names=["gamma", "beta", "bias"])
    network.compile(
        optimizer=optimizer,
        loss=keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=smoothing),
        metrics=["accuracy"],
    )
    return network.fit(batches, epochs=epochs, validation_data=validation_data, validation_batch_size=500, verbose=0)


def predict_with_mirror(network, images):
    """Return the mean of the logits (n, 10) for the images and for their mirror images."""
    logits = network.predict(images, batch_size=500, verbose=0)
    return (logits + network.predict(images[:, :, ::-1], batch_size=500, verbose=0)) / 2


def train_on(x_train, y_train, epochs, seed, validation_data=None, augment=True, parts=None, **recipe):
    """Build and train the network of chapter 12 on standardised images and one-hot labels; return it and its history.

    validation_data: standardised images and one-hot labels, measured after each epoch. parts: the choices that
    `build_network` takes, a dictionary. recipe: the choices that `train` takes.
    """
    keras.utils.set_random_seed(seed)
    network = build_network(whitening_kernel(x_train[:5_000]), **(parts or {}))
    batches = Batches(x_train, y_train, seed, augment=augment)
    return network, train(network, batches, epochs, validation_data, **recipe).history
