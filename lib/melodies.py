"""Old tunes as notes: pitches in half tones (60 is the middle C, C4), lengths in beats."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from lib import sounds

MELODIES_FILE = Path(__file__).parents[1] / "chapters" / "data" / "melodies.json"
HALF_TONES = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
NOTE = re.compile(r"([A-G])(#?)(\d)(?::(\d*\.?\d+))?")


@dataclass(frozen=True)
class Melody:
    """A tune: its title, where it comes from, and its notes, a list of (pitch, beats)."""

    title: str
    origin: str
    notes: list


def load():
    """Return the melodies of the course, all in C major with four beats to a bar."""
    rows = json.loads(MELODIES_FILE.read_text(encoding="utf-8"))["melodies"]
    return [Melody(row["title"], row["origin"], parse(row["notes"])) for row in rows]


def parse(text):
    """Return notes (pitch, beats) for a text such as "C4 F#4:2 G4:.5"; raise ValueError for a note that is none."""
    notes = []
    for word in text.split():
        match = NOTE.fullmatch(word)
        if not match:
            raise ValueError(f"{word!r} is no note, expected a name, an octave, and beats, as in F#4 or C4:1.5.")
        name, sharp, octave, beats = match.groups()
        notes.append((12 * (int(octave) + 1) + HALF_TONES[name] + len(sharp), float(beats or 1)))
    return notes


def frequency(pitch):
    """Return the frequency in Hz of a pitch in half tones; 69, the A4, has 440 Hz."""
    return 440.0 * 2 ** ((pitch - 69) / 12)


def play(notes, beats_per_minute=150):
    """Return the sound of notes (pitch, beats), one after the other; raise ValueError when there are none."""
    if not notes:
        raise ValueError("there are no notes, expected at least one.")
    return np.concatenate([sounds.tone(frequency(pitch), 60 * beats / beats_per_minute) for pitch, beats in notes])
