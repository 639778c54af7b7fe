"""Two pieces of public-domain prose, and what the chapter counts in texts."""

import re
from pathlib import Path

import numpy as np

from lib import assets

FOLDER = Path(__file__).parents[1] / "chapters" / "data"
DIGESTS = {
    "emma": "a8781cb9c49abf9a68f3ff003a875a174b8e43f44ebb1a4be7bcf0dc8cc49af0",
    "pride_and_prejudice": "a66a4c89c40b68bccbcac3061c50e5b9ac50fdd12a901723b41ba5a26ce772c2",
}
CHAPTER_LINE = re.compile(r"^chapter [ivxlc\d]+$", re.IGNORECASE | re.MULTILINE)
ABBREVIATION = re.compile(r"\b(Mr|Mrs|Dr|St)\.")
SENTENCE_END = re.compile(r"(?<=[.!?])[\"']?\s+")
WORD = re.compile(r"[A-Za-z]+(?:'[a-z]+)?")
OTHER_CHARACTERS = re.compile(r"[^a-z.,;:'\"!?-]+")


def load(name):
    """Return the first chapters of a novel by Jane Austen, "pride_and_prejudice" or "emma", without their headings.

    Raises AssetError when the file was changed, and ValueError for an unknown name.
    """
    if name not in DIGESTS:
        raise ValueError(f"name is {name!r}, expected one of {', '.join(DIGESTS)}.")
    content = assets.read_committed(FOLDER / f"{name}.txt", DIGESTS[name])
    return CHAPTER_LINE.sub("", content.decode()).strip()


def simplify(text):
    """Return a text in lower case, with only letters, blanks and the marks . , ; : ' " ! ? -."""
    return OTHER_CHARACTERS.sub(" ", text.lower()).strip()


def words(text):
    """Return the words of a text as they are written, without punctuation."""
    return WORD.findall(text)


def sentences(text, shortest=5):
    """Return the sentences of a text that have at least `shortest` words, in order, each on one line."""
    found = SENTENCE_END.split(ABBREVIATION.sub(r"\1", " ".join(text.split())))
    return [sentence for sentence in found if len(words(sentence)) >= shortest]


def always_capital(text):
    """Return, in lower case, the words that a text never writes in lower case: names, titles, the pronoun I."""
    found = words(text)
    return {word.lower() for word in found} - {word for word in found if word.islower()}


def known_share(text, vocabulary):
    """Return the share of the words of a text that a vocabulary, a set in lower case, holds; 0.0 without words."""
    found = [word.lower() in vocabulary for word in words(text)]
    return float(np.mean(found)) if found else 0.0


def count_words(lines, vocabulary):
    """Return how often each word of a vocabulary occurs in each line, (lines, vocabulary) of float32."""
    places = {word: place for place, word in enumerate(vocabulary)}
    counts = np.zeros((len(lines), len(places)), np.float32)
    for row, line in zip(counts, lines, strict=True):
        for word in words(line.lower()):
            if word in places:
                row[places[word]] += 1
    return counts
