import io
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from lib import packages
from lib.errors import AssetError

ROOT = Path(__file__).parents[1]


def write_tar(path, contents, links=()):
    with tarfile.open(path, "w:gz") as archive:
        for name, content in contents.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
        for name, target in links:
            member = tarfile.TarInfo(name)
            member.type, member.linkname = tarfile.SYMTYPE, str(target)
            archive.addfile(member)


def list_files(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def python(code):
    return [sys.executable, "-c", code]


def test_tar_members_come_in_the_order_asked_under_their_last_name(tmp_path):
    write_tar(tmp_path / "a.tgz", {"package/one": b"1", "package/two": b"2", "package/three": b"3"})
    members = packages.tar_members(tmp_path / "a.tgz", ["package/three", "package/one"])
    assert list(members) == [("three", b"3"), ("one", b"1")]


def test_tar_members_with_hostile_names_are_read_and_never_written(tmp_path):
    inner = tmp_path / "inner"
    inner.mkdir()
    hostile = {"../evil": b"climbs", str(tmp_path / "absolute"): b"absolute", "package/good": b"good"}
    write_tar(inner / "a.tgz", hostile)
    contents = dict(packages.tar_members(inner / "a.tgz", hostile))
    assert contents == {"evil": b"climbs", "absolute": b"absolute", "good": b"good"}
    assert list_files(tmp_path) == ["inner", "inner/a.tgz"]


def test_a_link_in_a_tar_cannot_read_a_file_outside(tmp_path):
    (tmp_path / "secret").write_bytes(b"secret")
    write_tar(tmp_path / "a.tgz", {}, links=[("package/link", tmp_path / "secret")])
    with pytest.raises(KeyError):
        list(packages.tar_members(tmp_path / "a.tgz", ["package/link"]))
    assert list_files(tmp_path) == ["a.tgz", "secret"]


def test_a_wheel_is_fetched_by_name_and_its_member_read(tmp_path, monkeypatch):
    def fake_pip(command, folder):
        assert command[:4] == [sys.executable, "-m", "pip", "download"]
        assert {"thing==1.2", "--no-deps", "--only-binary=:all:"} <= set(command)
        with zipfile.ZipFile(folder / "thing-1.2-py3-none-any.whl", "w") as wheel:
            wheel.writestr("thing/other", b"other")
            wheel.writestr("thing/model", b"model")

    monkeypatch.setattr(packages, "_run", fake_pip)
    assert packages.wheel_member("thing", "1.2", "thing/model", tmp_path) == b"model"
    assert list_files(tmp_path) == ["thing-1.2-py3-none-any.whl"]


def test_npm_members_are_read_from_the_fetched_package(tmp_path, monkeypatch):
    def fake_npm(command, folder):
        assert command[:3] == ["/usr/bin/npm", "pack", "thing@1.2"]
        assert "--ignore-scripts" in command
        write_tar(folder / "thing-1.2.tgz", {"package/a.json": b"{}", "package/deep/b.png": b"png"})

    monkeypatch.setattr(packages, "_run", fake_npm)
    monkeypatch.setattr(packages.shutil, "which", lambda program: f"/usr/bin/{program}")
    members = packages.npm_members("thing", "1.2", ["deep/b.png", "a.json"], tmp_path)
    assert list(members) == [("b.png", b"png"), ("a.json", b"{}")]


def test_a_missing_npm_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(packages.shutil, "which", lambda _: None)
    with pytest.raises(AssetError, match="npm is not installed"):
        list(packages.npm_members("thing", "1.2", ["a.json"], tmp_path))


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("import sys; print('first', file=sys.stderr); sys.exit('no such version')", "no such version"),
        ("print('only on stdout'); raise SystemExit(3)", "only on stdout"),
        ("raise SystemExit(3)", "no message"),
    ],
    ids=["stderr", "stdout", "silent"],
)
def test_a_failing_client_is_an_error_with_its_last_line(tmp_path, code, message):
    with pytest.raises(AssetError) as caught:
        packages._run(python(code), tmp_path)
    assert str(caught.value).endswith(f"failed: {message}")
    assert str(caught.value).startswith(f"`{sys.executable} -c ")


def test_a_client_that_hangs_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr(packages, "TIMEOUT", 0.3)
    with pytest.raises(AssetError, match=r"did not finish within 0\.3 seconds"):
        packages._run(python("import time; time.sleep(60)"), tmp_path)


def test_a_client_works_in_the_given_folder(tmp_path):
    packages._run(python("open('here.txt', 'w').close()"), tmp_path)
    assert list_files(tmp_path) == ["here.txt"]


def test_a_client_cannot_wait_for_an_answer():
    read_answer = [sys.executable, "-c", "import sys; sys.exit(len(sys.stdin.read()))"]
    code = f"from lib import packages; packages._run({read_answer!r}, '.')"
    done = subprocess.run(python(code), cwd=ROOT, input=b"yes", capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
