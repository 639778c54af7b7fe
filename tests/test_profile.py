import pytest

from lib import profile
from lib.errors import ProfileError


def test_the_default_is_quick(monkeypatch):
    monkeypatch.delenv("COURSE_PROFILE", raising=False)
    assert profile.name() == "quick"
    assert not profile.is_full()


@pytest.mark.parametrize(("name", "full"), [("quick", False), ("full", True)])
def test_the_environment_chooses_the_profile(monkeypatch, name, full):
    monkeypatch.setenv("COURSE_PROFILE", name)
    assert profile.name() == name
    assert profile.is_full() is full


@pytest.mark.parametrize("value", ["fast", "FULL", "", " full"])
def test_an_unknown_profile_is_named_with_the_choices(monkeypatch, value):
    monkeypatch.setenv("COURSE_PROFILE", value)
    with pytest.raises(ProfileError) as caught:
        profile.epochs(20)
    assert f"COURSE_PROFILE is {value!r}, expected one of quick, full" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "setting", "full", "expected"),
    [
        ("quick", profile.epochs, 20, 2),
        ("quick", profile.epochs, 1, 1),
        ("full", profile.epochs, 20, 20),
        ("quick", profile.images, 50_000, 500),
        ("quick", profile.images, 300, 300),
        ("full", profile.images, 50_000, 50_000),
        ("quick", profile.networks, 27, 2),
        ("quick", profile.networks, 1, 1),
        ("full", profile.networks, 27, 27),
    ],
)
def test_a_setting_is_the_slides_own_in_full_and_small_in_quick(monkeypatch, name, setting, full, expected):
    monkeypatch.setenv("COURSE_PROFILE", name)
    assert setting(full) == expected


@pytest.mark.parametrize("name", profile.PROFILES)
@pytest.mark.parametrize("setting", [profile.epochs, profile.images, profile.networks])
@pytest.mark.parametrize("value", [0, -1, 2.5, True, "20", None])
def test_a_setting_that_is_no_whole_number_of_at_least_one_is_an_error(monkeypatch, name, setting, value):
    monkeypatch.setenv("COURSE_PROFILE", name)
    with pytest.raises(ProfileError) as caught:
        setting(value)
    assert f"at least 1, got {value!r}" in str(caught.value)


def test_a_live_bar_is_for_people_and_not_for_recordings(monkeypatch):
    monkeypatch.delenv("COURSE_RECORDING", raising=False)
    assert profile.verbose() == 1
    monkeypatch.setenv("COURSE_RECORDING", "1")
    assert profile.verbose() == 0


def test_a_count_is_never_more_in_quick_than_asked(monkeypatch):
    monkeypatch.setenv("COURSE_PROFILE", "quick")
    assert (profile.count(500, 20), profile.count(5, 20)) == (20, 5)
    monkeypatch.setenv("COURSE_PROFILE", "full")
    assert profile.count(500, 20) == 500
