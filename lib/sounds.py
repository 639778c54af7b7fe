"""Sounds that are computed: vowels from formant frequencies, tones from notes, spectrograms, and a player for the page.

A sound is a float array (samples,) of -1 to 1 at SAMPLE_RATE samples a second.
"""

import base64
import functools
import io
import json
import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import scipy.signal
from IPython import display

SAMPLE_RATE = 10_000  # samples a second
VOWELS_FILE = Path(__file__).parents[1] / "chapters" / "data" / "vowels.json"
GROUPS = ("men", "women", "children")
BANDWIDTHS = (60.0, 90.0, 150.0)  # Hz, of the first three formants
VOICE_BANDWIDTH = 200.0  # Hz, of the low-pass that makes pulses out of clicks
SECONDS = 0.25  # of a vowel
WINDOW, HOP = 128, 128  # samples of a spectrogram's frame, and between the starts of two frames
FLOOR = -60.0  # dB below the loudest place of a spectrogram
PLAYER = (
    '<audio controls aria-label="{label}" src="data:audio/wav;base64,{data}">'
    "Your browser plays no sound: {label}.</audio>"
)


@dataclass(frozen=True)
class Vowel:
    """A vowel: its phonetic symbol, an English word, and for each group of speakers pitch, F1, F2, F3 in Hz."""

    symbol: str
    word: str
    hertz: dict


@functools.cache
def vowels():
    """Return the ten vowels, with the averages that Peterson and Barney (1952) measured.

    https://doi.org/10.1121/1.1906875, table II: 33 men, 28 women, 15 children.
    """
    rows = json.loads(VOWELS_FILE.read_text(encoding="utf-8"))["vowels"]
    return [Vowel(row["symbol"], row["word"], {group: row[group] for group in GROUPS}) for row in rows]


def resonate(signal, frequency, bandwidth):
    """Return a signal (samples,) after one resonator: a filter that rings at `frequency`, both in Hz.

    y[n] = a x[n] + b y[n-1] + c y[n-2] with c = -exp(-2 pi bandwidth / rate) and
    b = 2 exp(-pi bandwidth / rate) cos(2 pi frequency / rate); a = 1 - b - c passes a constant unchanged.
    Raises ValueError for a frequency outside of 0 to half of the sample rate, or a bandwidth that is not positive.
    Klatt (1980), https://doi.org/10.1121/1.383940, equations 1 and 2
    """
    if not 0 <= frequency < SAMPLE_RATE / 2 or not bandwidth > 0:
        raise ValueError(
            f"frequency is {frequency} Hz and bandwidth {bandwidth} Hz, "
            f"expected 0 to {SAMPLE_RATE / 2:g} Hz and a positive bandwidth."
        )
    radius = np.exp(-np.pi * bandwidth / SAMPLE_RATE)
    second, third = 2 * radius * np.cos(2 * np.pi * frequency / SAMPLE_RATE), -(radius**2)
    return scipy.signal.lfilter([1 - second - third], [1, -second, -third], signal)


def synthesise(pitch, formants, seconds=SECONDS):
    """Return a vowel, (samples,) of -1 to 1: clicks at the pitch (Hz), through a low-pass and a resonator per formant.

    Raises ValueError for a pitch or a length that is not positive, and as `resonate` does.
    """
    if not (pitch > 0 and seconds > 0):
        raise ValueError(f"pitch is {pitch} Hz and seconds {seconds}, expected positive numbers.")
    times = np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    clicks = np.diff(np.floor(times * pitch), prepend=-1.0)
    sound = resonate(clicks, 0.0, VOICE_BANDWIDTH)
    for formant, bandwidth in zip(formants, BANDWIDTHS, strict=True):
        sound = resonate(sound, formant, bandwidth)
    sound = np.diff(sound, prepend=0.0)  # the lips radiate the change of the flow
    return _fade(sound / np.abs(sound).max())


def draw_vowels(groups, num_speakers, takes, seed):
    """Return sounds (n, samples), labels (n,) of 0 to 9, and the group (n,) of each speaker, 0 for men and so on.

    Each of `num_speakers` speakers says each vowel `takes` times. The rule: a speaker belongs to one of the `groups`
    in turn, has a pitch of the group's average times a lognormal factor (standard deviation 0.12), and a vocal tract
    that multiplies all formants (0.04). In each take, the pitch (0.05) and each formant (0.05) vary once more.
    Raises ValueError for an unknown group.
    """
    unknown = [group for group in groups if group not in GROUPS]
    if unknown or not groups:
        raise ValueError(f"groups are {groups!r}, expected some of {', '.join(GROUPS)}.")
    rng = np.random.default_rng(seed)
    sounds, labels, members = [], [], []
    for speaker in range(num_speakers):
        group = groups[speaker % len(groups)]
        voice, tract = np.exp(rng.normal(0, (0.12, 0.04)))
        for _ in range(takes):
            for label, vowel in enumerate(vowels()):
                pitch, *formants = vowel.hertz[group] * np.exp(rng.normal(0, 0.05, 4))
                sounds.append(synthesise(pitch * voice, np.array(formants) * tract))
                labels.append(label)
                members.append(GROUPS.index(group))
    return np.array(sounds), np.array(labels), np.array(members)


def spectrogram(sound):
    """Return times (s), frequencies (Hz), and the spectrogram (frequencies, times) in dB, 0 at the loudest place.

    Values below FLOOR are cut. A stack of sounds (n, samples) gives (n, frequencies, times).
    Raises ValueError for sounds that are shorter than a frame, silent, or not finite.
    """
    sound = np.asarray(sound, float)
    if sound.ndim not in (1, 2) or sound.shape[-1] < WINDOW or not np.isfinite(sound).all():
        raise ValueError(
            f"sound has shape {sound.shape}, expected (samples,) or (n, samples), finite, {WINDOW} or more."
        )
    settings = {"window": "hann", "nperseg": WINDOW, "noverlap": WINDOW - HOP, "detrend": False}
    frequencies, times, power = scipy.signal.spectrogram(sound, SAMPLE_RATE, **settings)
    loudest = power.max(axis=(-2, -1), keepdims=True)
    if not (loudest > 0).all():
        raise ValueError(f"a sound of shape {sound.shape} is silent, expected one that can be heard.")
    return times, frequencies, 10 * np.log10(np.maximum(power / loudest, 10 ** (FLOOR / 10)))


def tone(frequency, seconds):
    """Return a tone (samples,) of -1 to 1 with four overtones, which fades like a plucked string."""
    times = np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    waves = [np.sin(2 * np.pi * number * frequency * times) / number**2 for number in range(1, 6)]
    return _fade(np.sum(waves, axis=0) / 1.5 * np.exp(-3 * times))


def wav(sound):
    """Return a sound (samples,) of -1 to 1 as the bytes of a WAV file with 8 bits for each sample.

    Raises ValueError for other shapes and for values beyond -1 to 1.
    """
    sound = np.asarray(sound, float)
    if sound.ndim != 1 or not (np.abs(sound) <= 1).all():
        raise ValueError(f"sound has shape {sound.shape}, expected (samples,) with values of -1 to 1.")
    content = io.BytesIO()
    with wave.open(content, "wb") as file:
        file.setparams((1, 1, SAMPLE_RATE, 0, "NONE", ""))
        file.writeframes(np.round(127 * sound + 128).astype(np.uint8).tobytes())
    return content.getvalue()


def player(sound, label):
    """Return a player for the page; `label` says what is heard, for those who do not see it or cannot hear it."""
    data = base64.b64encode(wav(sound)).decode()
    return display.HTML(PLAYER.format(label=label.replace('"', "&quot;"), data=data))


def _fade(sound, seconds=0.01):
    """Let a sound begin and end softly, so that it does not click."""
    samples = min(int(seconds * SAMPLE_RATE), len(sound) // 2)
    ramp = np.linspace(0, 1, samples)
    sound[:samples] *= ramp
    sound[len(sound) - samples :] *= ramp[::-1]
    return sound
