"""Hints in the user's own keys: what is said of a key that went over to another command names its new one."""

import re
from collections.abc import Mapping

from stemtui.tui.desk.commands import COMMANDS, KEY_WORDS, keyed

PLACES = (
    r"(?<=\()({keys})(?=\)|, then | there| on it| finds| makes)",
    r"(?:(?<=press )|(?<=, then ))({keys})\b",
    r"(?:^|(?<=[.:;,(?] )|(?<=\band )|(?<=\bor )|(?<=only ))({keys})"
    r"(?= [a-z]+s\b| or | to | on | one\b|, then )",
)
"""Where hints name keys: in brackets, behind `press`, and as what does something. Names stand elsewhere."""


def respelled(words: str, own: Mapping[str, str]) -> str:
    """A hint, where the keys that it names are other ones now."""
    if not own or not (gone := _gone_over(own)):
        return words
    keys = "|".join(re.escape(key) for key in gone)
    for place in PLACES:
        words = re.sub(place.format(keys=keys), lambda found: gone[found[1]], words)
    return words


def _gone_over(own: Mapping[str, str]) -> dict[str, str]:
    """The keys that commands have no more, with those that they have instead; no hint names one digit."""
    found: dict[str, str] = {}
    for command in (COMMANDS[name] for name in own if not COMMANDS[name].shown):
        now = keyed(command, own)
        lost = [key for key in command.keys.split(",") if key not in now.keys.split(",")]
        found |= {KEY_WORDS.get(key, key): now.footer_key for key in lost}
    return found
