"""Wishes for the form of a delivery: word length, rate, file format, deadline; and what the manifest says."""

import re
from collections.abc import Sequence

from stemtui.order.reading.values import Wish
from stemtui.order.reading.words.lexicon import WishPattern, lexicon
from stemtui.session import FILE_FORMATS, Session
from stemtui.suggest.names import spoken

# What denies the wish that it stands before: "WAV, no mp3s".
DENIED = re.compile(
    r"\b(?:no|not|nor|without|instead of|rather than|kein\w*|nicht|ohne|statt|non|niente|senza|sin|sans"
    r"|pas(?: d[eu'])?)\s+(?:(?:as|in|any|als|un|una|en) )?\s*$",
    re.IGNORECASE,
)
RATES = {"44": 44100, "44.1": 44100, "88.2": 88200, "176.4": 176400}


def wishes(
    session: Session, lines: Sequence[str], sample_rate: int = 0
) -> tuple[tuple[Wish, ...], list[str]]:
    """The wishes in some lines, and those lines with the wishes blanked out.

    `sample_rate` is the rate that the session's files have, where the manifest does not name one.
    """
    found: list[Wish] = []
    masked: list[str] = []
    named = {spoken(one.label) for one in session.tracks} | {spoken(one.name) for one in session.stems}
    for line in lines:
        bare = line
        for pattern in lexicon().wishes if spoken(line) not in named else ():  # a track may be "Count In"
            for match in pattern.pattern.finditer(bare):
                if not match.group().strip():
                    continue
                denied = DENIED.search(bare, 0, match.start())
                start = denied.start() if denied else match.start()
                asked = " ".join(bare[start : match.end()].split())
                groups = [group for group in match.groups() if group]
                wished = _wishes(session, pattern, asked, groups, sample_rate)
                found += map(_denied, wished) if denied else wished
                bare = bare[:start] + " " * (match.end() - start) + bare[match.end() :]
        masked.append(bare)
    return tuple(dict.fromkeys(found)), masked


def _wishes(session: Session, pattern: WishPattern, asked: str, groups: list[str], rate: int) -> list[Wish]:
    if pattern.value or len(pattern.what) > 1:
        values = [pattern.value] if pattern.value else groups
    else:
        values = groups[:1]
    values += [""] * (len(pattern.what) - len(values))
    return [
        _wish(session, what, asked, value, rate) for what, value in zip(pattern.what, values, strict=False)
    ]


def _denied(wish: Wish) -> Wish:
    """A wish for what they do not want."""
    against = wish.wanted and wish.wanted == wish.planned
    said = (
        f"They do not want {wish.what} {wish.wanted}, and [delivery] says that: ask which." if against else ""
    )
    return Wish(wish.what, wish.asked, "", wish.planned, said)


def _wish(session: Session, what: str, asked: str, value: str, rate: int) -> Wish:
    if what == "bit depth":
        return _compared(what, asked, value, str(session.delivery.bit_depth), "bit_depth")
    if what == "sample rate":
        planned = session.delivery.sample_rate or session.sample_rate or rate
        return _compared(what, asked, str(_hertz(value)), str(planned) if planned else "", "sample_rate")
    if what == "file format":
        wanted = value.casefold()
        if wanted not in FILE_FORMATS:
            said = f"They want {wanted}; stemtui prints {', '.join(FILE_FORMATS)}: convert a copy for that."
            return Wish(what, asked, wanted, session.delivery.file_format, said)
        return _compared(what, asked, wanted, session.delivery.file_format, "file_format")
    if what == "level" and value:
        return _destination(asked, value, session.delivery.profile)
    if what == "part of the song":
        said = "They want a part of the song; every print is the whole of it: cut a copy for that."
        return Wish(what, asked, asked, "the whole song", said)
    return Wish(what, asked)


def _destination(asked: str, wanted: str, planned: str) -> Wish:
    """A wish that a destination's rules are met: what holds the mixes to them, where no profile does yet."""
    if planned:
        return _compared("level", asked, wanted, planned, "profile")
    said = f"No destination is named: set profile = {_toml(wanted)} under [delivery] if that is right."
    return Wish("level", asked, wanted, planned, said)


def _compared(what: str, asked: str, wanted: str, planned: str, key: str) -> Wish:
    said = ""
    if planned and wanted != planned:
        said = f"They want {what} {wanted}; [delivery] says {planned}: "
        said += f"set {key} = {_toml(wanted)} if that is right."
    return Wish(what, asked, wanted, planned, said)


def _toml(value: str) -> str:
    return value if value.isdecimal() else f'"{value}"'


def _hertz(value: str) -> int:
    plain = value.replace(",", ".")
    if plain in RATES:
        return RATES[plain]
    digits = plain.replace(".", "")
    return int(digits) if len(digits) > 4 else int(float(plain) * 1000)
