import pytest

from lib.demos import TwoNetworks, course_files
from lib.demos.course_files import FOLDERS


@pytest.fixture
def sent(monkeypatch):
    """Return the list of messages that a demo sends: (message, buffers)."""
    messages = []
    monkeypatch.setattr(TwoNetworks, "send", lambda _, message, buffers=(): messages.append((message, buffers)))
    return messages


def test_a_file_is_handed_over_in_parts(sent, monkeypatch):
    monkeypatch.setattr(course_files, "PART", 100_000)
    TwoNetworks().hand_over("photos/chelsea.png")
    content = (FOLDERS["photos"] / "chelsea.png").read_bytes()
    assert [message for message, _ in sent] == [{"path": "photos/chelsea.png", "bytes": len(content)}] * 3
    assert b"".join(part for _, (part,) in sent) == content


@pytest.mark.parametrize(
    "path", ["photos/none.png", "photos/../../README.md", "other/README.md", "README.md", "photos/", ""]
)
def test_nothing_else_is_handed_over(sent, path):
    TwoNetworks().hand_over(path)
    assert sent == [({"path": path, "problem": "the course has no such file"}, ())]
