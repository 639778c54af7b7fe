"""The exceptions of this course. Each message names the thing, what was expected, and the remedy."""


class CourseError(Exception):
    """Base class of every error that the course raises itself."""


class ProfileError(CourseError):
    """COURSE_PROFILE names no profile, or a setting makes no sense."""


class AssetError(CourseError):
    """A data file or a weight file could not be provided."""


class PhotoError(CourseError):
    """A file could not be read as a picture."""


class LedgerError(CourseError):
    """A ledger entry is unknown, a value is no number, or a value lies outside its band."""


class NetworkError(CourseError):
    """A trained network is not there."""


class ProcessError(CourseError):
    """A program that the course started came to a bad end."""


class MissingExtraError(CourseError):
    """An optional program or package is not installed. IPython shows its one sentence, and no traceback."""

    def _render_traceback_(self):
        return [str(self)]
