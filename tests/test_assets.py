import hashlib
import os
import subprocess
import sys
from pathlib import Path

import filelock
import pooch
import pytest

from lib import assets
from lib.errors import AssetError

ROOT = Path(__file__).parents[1]
CONTENTS = {"one.bin": b"the first file", "two.bin": b"the second file"}

ASK_TOGETHER = """
import hashlib, sys, time
from pathlib import Path
from lib import assets

shared, number = Path(sys.argv[1]), sys.argv[2]

def fetch(folder):
    with open(shared / "fetches.txt", "a") as log:
        log.write(number)
    time.sleep(0.5)
    (folder / "file.bin").write_bytes(b"content")

digest = "sha256:" + hashlib.sha256(b"content").hexdigest()
asset = assets.Asset("things", {"file.bin": digest}, (assets.Source("slow", fetch),))
(shared / f"ready-{number}").touch()
for _ in range(6000):
    if len(list(shared.glob("ready-*"))) == 2:
        break
    time.sleep(0.01)
assert (assets.ensure(asset) / "file.bin").read_bytes() == b"content"
"""


@pytest.fixture
def cache(tmp_path, monkeypatch):
    folder = tmp_path / "cache"
    monkeypatch.setenv("COURSE_CACHE", str(folder))
    return folder


class FakeSource:
    """A source that writes given contents, counts how often it is asked, and raises an error if it has one."""

    def __init__(self, name="fake", contents=CONTENTS, error=None):
        self.name, self.contents, self.error, self.fetches = name, contents, error, 0

    def fetch(self, folder):
        self.fetches += 1
        for file_name, content in self.contents.items():
            (folder / file_name).write_bytes(content)
            if self.error:
                raise self.error


def build_asset(*sources, algorithm="sha256"):
    files = {name: f"{algorithm}:{hashlib.new(algorithm, content).hexdigest()}" for name, content in CONTENTS.items()}
    return assets.Asset("things", files, sources)


def read_files(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def list_entries(folder):
    """Return everything in a folder except for lock files, which are empty and may stay."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.suffix != ".lock")


@pytest.mark.parametrize("algorithm", ["md5", "sha256"])
def test_the_first_source_that_is_right_is_the_only_one_asked(cache, algorithm):
    first, second = FakeSource(), FakeSource()
    folder = assets.ensure(build_asset(first, second, algorithm=algorithm))
    assert folder == cache / "things"
    assert read_files(folder) == CONTENTS
    assert (first.fetches, second.fetches) == (1, 0)


def test_a_whole_asset_is_not_fetched_again(cache):
    source = FakeSource()
    assets.ensure(build_asset(source))
    assets.ensure(build_asset(source))
    assert source.fetches == 1


def test_only_the_files_of_the_asset_are_kept(cache):
    assets.ensure(build_asset(FakeSource(contents=CONTENTS | {"archive.tar.gz": b"not needed any more"})))
    assert list_entries(cache) == ["things", "things/one.bin", "things/two.bin"]


@pytest.mark.parametrize(
    "fault",
    [
        {"contents": CONTENTS | {"two.bin": b"other bytes"}},
        {"contents": {"one.bin": CONTENTS["one.bin"]}},
        {"error": ConnectionError("no route to host")},
        {"error": KeyError("the archive has no such member")},
    ],
    ids=["wrong bytes", "a file missing", "offline", "another layout"],
)
def test_a_source_that_is_not_right_is_passed_over(cache, fault):
    wrong, right = FakeSource(**fault), FakeSource()
    folder = assets.ensure(build_asset(wrong, right))
    assert read_files(folder) == CONTENTS
    assert (wrong.fetches, right.fetches) == (1, 1)


def test_the_error_names_every_source_why_it_failed_and_the_remedy(cache):
    sources = [
        FakeSource("the mirror", contents=CONTENTS | {"two.bin": b"other bytes"}),
        FakeSource("the archive", error=ConnectionError("no route to host")),
        FakeSource("the carrier", contents={"one.bin": CONTENTS["one.bin"]}),
    ]
    with pytest.raises(AssetError) as caught:
        assets.ensure(build_asset(*sources))
    found = hashlib.sha256(b"other bytes").hexdigest()
    lines = str(caught.value).splitlines()
    assert lines[0] == "no source provided things. Tried:"
    assert lines[1].startswith(f"  1. the mirror: two.bin: digest is sha256:{found}, expected sha256:")
    assert lines[2] == "  2. the archive: ConnectionError: no route to host"
    assert lines[3] == "  3. the carrier: two.bin: missing"
    assert "`make data`" in lines[4]
    assert f"copy the files one.bin, two.bin from another machine into {cache / 'things'}" in lines[4]
    assert list_entries(cache) == ["things"]


@pytest.mark.parametrize("damaged", [b"the second", b"", b"the SECOND file"], ids=["truncated", "empty", "changed"])
def test_a_damaged_file_is_set_aside_and_fetched_again(cache, damaged):
    asset = build_asset(FakeSource())
    path = assets.ensure(asset) / "two.bin"
    path.write_bytes(damaged)
    with pytest.warns(UserWarning, match="damaged") as warned:
        assets.ensure(asset)
    assert str(path) in str(warned[0].message)
    assert f"kept as {path}.bad-1" in str(warned[0].message)
    assert read_files(path.parent) == CONTENTS | {"two.bin.bad-1": damaged}


def test_a_second_damaged_file_gets_the_next_number(cache):
    asset = build_asset(FakeSource())
    path = assets.ensure(asset) / "two.bin"
    for damaged in (b"first damage", b"second damage"):
        path.write_bytes(damaged)
        with pytest.warns(UserWarning, match="damaged"):
            assets.ensure(asset)
    kept = {"two.bin.bad-1": b"first damage", "two.bin.bad-2": b"second damage"}
    assert read_files(path.parent) == CONTENTS | kept


def test_a_damaged_file_is_kept_when_no_source_answers(cache):
    path = assets.ensure(build_asset(FakeSource())) / "two.bin"
    path.write_bytes(b"damage")
    with pytest.warns(UserWarning, match="damaged"), pytest.raises(AssetError):
        assets.ensure(build_asset(FakeSource(error=ConnectionError("offline"))))
    assert read_files(path.parent) == {"one.bin": CONTENTS["one.bin"], "two.bin.bad-1": b"damage"}


@pytest.mark.parametrize(
    ("interruption", "expected"),
    [(OSError("connection lost"), AssetError), (KeyboardInterrupt(), KeyboardInterrupt)],
    ids=["lost connection", "Ctrl-C"],
)
def test_an_interrupted_fetch_leaves_nothing_behind(cache, interruption, expected):
    with pytest.raises(expected):
        assets.ensure(build_asset(FakeSource(contents={"one.bin": b"the fir"}, error=interruption)))
    assert list_entries(cache) == ["things"]
    assert read_files(assets.ensure(build_asset(FakeSource()))) == CONTENTS


@pytest.mark.parametrize("inside", ["", "deeper"], ids=["the cache is a file", "the cache is below a file"])
def test_an_unusable_cache_is_named_with_the_remedy(tmp_path, monkeypatch, inside):
    (tmp_path / "file").write_text("not a folder")
    unusable = tmp_path / "file" / inside
    monkeypatch.setenv("COURSE_CACHE", str(unusable))
    with pytest.raises(AssetError) as caught:
        assets.ensure(build_asset(FakeSource()))
    assert f"the cache folder {unusable} cannot be used for things" in str(caught.value)
    assert "Set COURSE_CACHE to a folder that you can write to" in str(caught.value)


def test_a_folder_in_place_of_a_file_is_an_asset_error(cache):
    (cache / "things" / "one.bin").mkdir(parents=True)
    with pytest.raises(AssetError, match="Set COURSE_CACHE"):
        assets.ensure(build_asset(FakeSource()))


@pytest.fixture
def make_read_only():
    """Return a function that forbids writing in a folder; it skips the test for users whom nothing forbids."""
    folders = []

    def forbid(folder):
        folders.append(folder)
        folder.chmod(0o555)
        if os.access(folder, os.W_OK):
            pytest.skip("this user may write to read-only folders (root?)")

    yield forbid
    for folder in folders:
        folder.chmod(0o755)


def test_a_read_only_cache_is_named_with_the_remedy(cache, make_read_only):
    cache.mkdir()
    make_read_only(cache)
    with pytest.raises(AssetError, match="Set COURSE_CACHE") as caught:
        assets.ensure(build_asset(FakeSource()))
    assert str(cache) in str(caught.value)


def test_a_read_only_cache_that_holds_the_asset_works(cache, make_read_only):
    folder = cache / "things"
    folder.mkdir(parents=True)
    for file_name, content in CONTENTS.items():
        (folder / file_name).write_bytes(content)
    make_read_only(folder)
    make_read_only(cache)
    assert assets.ensure(build_asset()) == folder


def test_a_whole_asset_needs_no_write(cache, monkeypatch):
    folder = assets.ensure(build_asset(FakeSource()))
    (cache / "things.lock").unlink(missing_ok=True)

    def refuse(*_, **__):
        raise PermissionError("read-only file system")

    monkeypatch.setattr(Path, "mkdir", refuse)
    monkeypatch.setattr(filelock, "FileLock", refuse)
    assert assets.ensure(build_asset()) == folder
    assert sorted(path.name for path in cache.rglob("*")) == ["one.bin", "things", "two.bin"]


def test_a_write_that_the_system_refuses_is_an_asset_error(cache, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError("read-only file system")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(AssetError, match="read-only file system.*Set COURSE_CACHE"):
        assets.ensure(build_asset(FakeSource()))


def test_two_processes_that_ask_at_once_fetch_once(tmp_path, cache):
    processes = [
        subprocess.Popen([sys.executable, "-c", ASK_TOGETHER, str(tmp_path), number], cwd=ROOT) for number in "12"
    ]
    assert [process.wait(timeout=120) for process in processes] == [0, 0]
    assert len((tmp_path / "fetches.txt").read_text()) == 1


@pytest.mark.parametrize("value", [None, ""])
def test_without_course_cache_the_platform_decides(monkeypatch, tmp_path, value):
    if value is None:
        monkeypatch.delenv("COURSE_CACHE", raising=False)
    else:
        monkeypatch.setenv("COURSE_CACHE", value)
    monkeypatch.setattr(pooch, "os_cache", lambda project: tmp_path / project)
    assert assets.cache_folder() == tmp_path / "deep-learning-big-picture"
