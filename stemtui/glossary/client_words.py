"""What clients call things, in every language that an order may be written in, and the terms that explain it.

The words are those of order/reading/words/vocabulary; here stands only which of its classes is which term.
"""

from collections.abc import Iterator

SENSES = {
    ("kind", "track"): "Track",
    ("kind", "stem"): "Stem",
    ("kind", "mix"): "Mix",
    ("loose", "multis"): "Multitrack",
    ("loose", "trackouts"): "Multitrack",
    ("loose", "rest"): "Rest",
    ("role", "master"): "Master Mix",
    ("role", "mastered"): "Master",
    ("role", "instrumental"): "Instrumental",
    ("role", "a_cappella"): "A Cappella",
    ("role", "tv"): "TV Mix",
    ("role", "backing_track"): "TV Mix",
    ("role", "clean"): "Clean",
    ("role", "m_e"): "M&E",
    ("wet", "dry"): "Raw Track",
    ("wet", "wet"): "Effect Return",
    ("channels", "mono"): "Mono",
    ("channels", "stereo"): "Stereo",
}
WHOLE = {
    "lead_vocal": "Lead Vocal",
    "backing_vocals": "Backing Vocals",
    "dialogue": "D/M/E",
    "music": "D/M/E",
    "effects": "D/M/E",
    "foley": "Foley",
    "room_tone": "Room Tone",
}


def client_words() -> Iterator[tuple[tuple[str, ...], str]]:
    """Each of the words, as a tuple of folded ones, with its term."""
    from stemtui.order.reading.words.lexicon import lexicon  # here: few sessions need any of it

    known = lexicon()
    for phrase, sense in known.senses.items():
        if term := SENSES.get((sense.likeliest, sense.values[sense.likeliest])):
            yield phrase, term
    for phrase, group in known.whole.items():
        if term := WHOLE.get(group):
            yield phrase, term
