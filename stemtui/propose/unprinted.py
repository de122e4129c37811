"""Why what only players and machines hear belongs in no stem."""

from stemtui.suggest.words import plain_words

# The first that a name has a word of; a click where it has none.
_REASONS = {
    "talkback: speech between the rooms, no part of the music": """
        talkback talk tb tbk md composer conductor producer""",
    "slate: it names the take": "slate slates clap claquette",
    "sync: it is there for machines and editors": """
        pop twopop tone beep ltc smpte timecode tc mtc fsk sync""",
    "trigger: it drives a processor, nobody hears it": """
        trigger trig sidechain side ghost sc key""",
    "guide: played or sung for the others to follow": """
        guide guides scratch pilot pilotgesang guia guida temoin cue cues fuhrungsstimme guidesang""",
}
_KINDS = {word: reason for reason, words in _REASONS.items() for word in words.split()}
CLICK = "click: players hear it, nobody prints it"


def reason_left_out(name: str) -> str:
    """The reason to leave out a track whose name says that it is heard by players or machines only."""
    words = plain_words(name)
    if {"click", "klick", "clk"} & {*words}:
        return CLICK
    return next((_KINDS[word] for word in words if word in _KINDS), CLICK)
