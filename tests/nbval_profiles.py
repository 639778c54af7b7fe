"""Teach nbval the course's profiles, tolerances and pictures. Load with `-p tests.nbval_profiles`.

Without --nbval the plugin does nothing. With it:
- a cell tagged `trained` is executed in the quick profile, and compared in the full one unless the ledger judges it;
- numbers may differ by the cell's metadata nbval.rtol and nbval.atol, whole numbers only with nbval.integers;
- PNG pictures may differ by nbval.image, which nbval itself never compares;
- what a cell writes to stderr is not compared;
- where a download cannot be had, the rest of a chapter that needs it is skipped in the quick profile;
- where an extra (R, JAX, PyTorch) is not installed, the cell that requires it is skipped, and with it each
  cell that uses a name which a skipped cell would have bound.
"""

import base64
import copy
import functools
import io
import math
import os
import re
import symtable

import pytest
from nbval.plugin import IPyNbCell, IPyNbFile, NbCellError
from PIL import Image, ImageChops, ImageStat

from lib import profile, runtime
from lib.errors import AssetError, MissingExtraError, ProfileError
from tools import notebooks

NEEDS_DOWNLOAD = {"02_applications", "06_convolution", "08_going_deep", "11_transfer_learning"}
CELL_TIMEOUT = {"quick": 300, "full": 3600}  # seconds
NBVAL_CELL_TIMEOUT = 2000  # nbval's own default: nobody asked for another

IMAGE_TOLERANCE = 4.0  # root mean square over the small pictures, of 255 levels of grey
IMAGE_SIZE_TOLERANCE = 4  # pixels by which tick labels may stretch a figure
SMALL = (128, 128)

NUMBER = re.compile(r"(?<![\w.])[-+]?(?:\d+\.\d*|\.\d+|\d+)(?:[eE][-+]?\d+)?")
WHOLE_NUMBER = re.compile(r"[-+]?\d+")


def pytest_configure(config):
    """Give the kernels their environment, and the cells their time-out."""
    if not _is_active(config):
        return
    try:
        chosen = profile.name()
    except ProfileError as error:
        raise pytest.UsageError(str(error)) from error
    for name, value in runtime.ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(notebooks.ROOT), os.environ.get("PYTHONPATH")]))
    if config.option.nbval_cell_timeout == NBVAL_CELL_TIMEOUT:
        config.option.nbval_cell_timeout = CELL_TIMEOUT[chosen]


def pytest_report_header(config):
    """Say how the notebooks run."""
    if _is_active(config):
        return f"nbval: {profile.name()} profile, at most {config.option.nbval_cell_timeout:g} s a cell"
    return None


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(parent):
    """Collect each notebook that nbval collects as a chapter."""
    collectors = yield
    return [
        Chapter.from_parent(parent, path=collector.path) if isinstance(collector, IPyNbFile) else collector
        for collector in collectors
    ]


def _is_active(config):
    return config.getoption("nbval", False) or config.getoption("nbval_lax", False)


class Chapter(IPyNbFile):
    """A notebook whose cells are compared by the rules of the course."""

    missing_download = None  # the message of the AssetError that stopped the chapter

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.unbound = {}  # names that skipped cells would have bound, each with the reason of the skip
        self.skip_compare = tuple(key for key in self.skip_compare if key != "image/png")

    def setup(self):
        """Start the kernel, and have it treat a trailing semicolon as JupyterLab does."""
        super().setup()
        self.kernel.execute_cell_input = functools.partial(_execute_with_history, self.kernel.kc)

    def collect(self):
        """Yield the code cells, comparing those that this profile compares."""
        for item in super().collect():
            if not is_compared(item.cell):
                item.options["check"] = False
            yield Cell.from_parent(self, name=item.name, cell_num=item.cell_num, cell=item.cell, options=item.options)

    def may_skip(self):
        """Return True when a download that cannot be had excuses this chapter."""
        return self.path.stem in NEEDS_DOWNLOAD and not profile.is_full()


class Cell(IPyNbCell):
    """A code cell that knows tolerances, and downloads that cannot be had."""

    def runtest(self):
        """Execute and compare the cell, or skip it for the want of a download or an extra."""
        bound, used = names_of(self.cell.source)
        reason = next((self.parent.unbound[name] for name in sorted(used & self.parent.unbound.keys())), None)
        reason = self.parent.missing_download or reason
        if not reason:
            try:
                super().runtest()
            except NbCellError:
                self.parent.missing_download = self._asset_error()
                reason = self.parent.missing_download or self._message_of(MissingExtraError)
                if not reason:
                    raise
        if reason:
            self.parent.unbound.update(dict.fromkeys(bound, reason))
            pytest.skip(reason)
        for name in bound:
            self.parent.unbound.pop(name, None)

    def _asset_error(self):
        return self._message_of(AssetError) if self.parent.may_skip() else None

    def _message_of(self, kind):
        """Return the message of the error that the cell raised when it is of this kind, else None."""
        errors = [output for output in self.test_outputs if output.output_type == "error"]
        return errors[0].evalue if errors and errors[0].ename == kind.__name__ else None

    def compare_outputs(self, test, ref, skip_compare=None):
        """Compare as nbval does, once everything within tolerance is replaced by what was recorded."""
        test, ref = _without_stderr(test), _without_stderr(ref)
        tolerance = notebooks.tolerance(self.cell)
        settled = [settle(new, recorded, tolerance) for new, recorded in zip(test, ref, strict=False)]
        agrees = super().compare_outputs(settled + test[len(ref) :], ref, skip_compare)
        if not agrees:
            self.comparison_traceback += [
                f"picture: differs by {picture_difference(*pair):.1f}, allowed is {_image_tolerance(tolerance)}"
                for pair in _pictures(settled, ref)
            ]
        return agrees


def names_of(source):
    """Return two sets: the names that a cell binds, and those that it uses without binding them itself."""
    module = symtable.symtable(source, "cell", "exec")
    bound = {symbol.get_name() for symbol in module.get_symbols() if symbol.is_assigned() or symbol.is_imported()}
    used, scopes = set(), [module]
    while scopes:
        scope = scopes.pop()
        scopes += scope.get_children()
        used |= {
            symbol.get_name()
            for symbol in scope.get_symbols()
            if symbol.is_referenced() and (scope is module or symbol.is_global())
        }
    return bound, used - bound


def _execute_with_history(client, source, allow_stdin=None):
    return client.execute(source, store_history=True, allow_stdin=allow_stdin, stop_on_error=False)


def is_compared(cell):
    """Return True when this profile compares the output of a cell."""
    if "trained" not in notebooks.tags(cell):
        return True
    judged_by_ledger_alone = notebooks.is_judged_by_ledger(cell) and not notebooks.has_number_tolerance(cell)
    return profile.is_full() and not judged_by_ledger_alone


def settle(new, recorded, tolerance):
    """Return the output `new` with each part that agrees within `tolerance` replaced by the recorded one."""
    settled = copy.deepcopy(new)
    parts, recorded_parts = settled.get("data", settled), recorded.get("data", recorded)
    for kind in parts.keys() & recorded_parts.keys():
        if agree(kind, parts[kind], recorded_parts[kind], tolerance):
            parts[kind] = recorded_parts[kind]
    return settled


def agree(kind, new, recorded, tolerance):
    """Return True when two parts of an output, of a MIME type or field `kind`, are the same within `tolerance`."""
    if kind == "image/png":
        return picture_difference(new, recorded) <= _image_tolerance(tolerance)
    if isinstance(new, str) and isinstance(recorded, str) and ("rtol" in tolerance or "atol" in tolerance):
        return numbers_agree(new, recorded, tolerance)
    return new == recorded


def numbers_agree(new, recorded, tolerance):
    """Return True when two texts differ only in numbers, those within tolerance, and in white space."""
    if _without_numbers(new) != _without_numbers(recorded):
        return False
    pairs = zip(NUMBER.findall(new), NUMBER.findall(recorded), strict=True)
    return all(first == second or _is_close(first, second, tolerance) for first, second in pairs)


def _without_numbers(text):
    return "".join(NUMBER.sub("\0", text).split())


def _is_close(first, second, tolerance):
    whole = WHOLE_NUMBER.fullmatch(first) and WHOLE_NUMBER.fullmatch(second)
    if whole and not tolerance.get("integers"):
        return False
    limits = {"rel_tol": tolerance.get("rtol", 0.0), "abs_tol": tolerance.get("atol", 0.0)}
    return math.isclose(float(first), float(second), **limits)


def picture_difference(first, second):
    """Return the root mean square between two base64 PNGs, both small and grey; infinity for unlike sizes."""
    pictures = [_open_on_white(encoded) for encoded in (first, second)]
    widths, heights = zip(*(picture.size for picture in pictures), strict=True)
    if max(abs(widths[0] - widths[1]), abs(heights[0] - heights[1])) > IMAGE_SIZE_TOLERANCE:
        return math.inf
    small = [picture.resize(SMALL, Image.Resampling.BOX) for picture in pictures]
    return ImageStat.Stat(ImageChops.difference(*small)).rms[0]


def _open_on_white(encoded):
    picture = Image.open(io.BytesIO(base64.b64decode(encoded))).convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture).convert("L")


def _image_tolerance(tolerance):
    return tolerance.get("image", IMAGE_TOLERANCE)


def _pictures(new_outputs, recorded_outputs):
    """Return the pairs of pictures that differ."""
    pairs = zip(new_outputs, recorded_outputs, strict=False)
    pictures = [[output.get("data", {}).get("image/png") for output in pair] for pair in pairs]
    return [pair for pair in pictures if all(pair) and pair[0] != pair[1]]


def _without_stderr(outputs):
    return [output for output in outputs if output.get("name") != "stderr"]
