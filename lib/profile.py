"""How much work a run does: the quick profile for everyone, the full profile for the numbers in the book."""

import os

from lib.errors import ProfileError

PROFILES = ("quick", "full")
QUICK_EPOCHS = 2
QUICK_IMAGES = 500
QUICK_NETWORKS = 2


def name():
    """Return the profile, "quick" or "full", from the environment variable COURSE_PROFILE.

    Raises ProfileError for any other value. Without the variable the profile is "quick".
    """
    chosen = os.environ.get("COURSE_PROFILE", "quick")
    if chosen not in PROFILES:
        raise ProfileError(
            f"COURSE_PROFILE is {chosen!r}, expected one of {', '.join(PROFILES)}. "
            "Unset it, or set it to COURSE_PROFILE=full for the settings of the slides."
        )
    return chosen


def is_full():
    """Return True in the full profile."""
    return name() == "full"


def epochs(full):
    """Return the number of training epochs: `full` in the full profile, at most two in the quick one."""
    return _choose(full, QUICK_EPOCHS)


def images(full):
    """Return the number of images: `full` in the full profile, at most 500 in the quick one."""
    return _choose(full, QUICK_IMAGES)


def networks(full):
    """Return the number of networks that an experiment trains: `full` in the full profile, at most two in quick."""
    return _choose(full, QUICK_NETWORKS)


def count(full, quick):
    """Return the number of steps, or of cases: `full` in the full profile, at most `quick` in the quick one."""
    return _choose(full, quick)


def verbose():
    """Return Keras' `verbose`: 1 (a live bar) for a person, 0 where the output is recorded or compared.

    `make execute` and the tests set COURSE_RECORDING, because a live bar does not survive on paper.
    """
    return 0 if os.environ.get("COURSE_RECORDING") else 1


def _choose(full, quick):
    if isinstance(full, bool) or not isinstance(full, int) or full < 1:
        raise ProfileError(f"a profile value must be a whole number of at least 1, got {full!r}.")
    return full if is_full() else min(full, quick)
