"""Why files are judged to be what they are, in sentences."""

from collections import Counter
from collections.abc import Sequence

from stemtui.receiving.findings.explained import named
from stemtui.receiving.findings.received import Received
from stemtui.receiving.kinds import kinds
from stemtui.receiving.kinds.kinds import MIX, STEM, TRACK
from stemtui.receiving.sounds.hearing import DEAD_MS
from stemtui.text import few

_FEW = 2

_WHY = {
    kinds.SUBMIX: (
        "It is the sum of other files here.",
        "Each is the sum of other files here.",
    ),
    kinds.ADDS_UP: (
        "As it is, it is part of {to}, and that is what a stem is. A track printed through the mix would be "
        "too.",
        "As they are, they are part of {to}, and that is what stems are. Tracks printed through the mix "
        "would be too.",
    ),
    kinds.FOLDS_IN: (
        "Folded to mono, it is part of {to}, and that is what a stem is. A track printed through the mix "
        "would be too.",
        "Folded to mono, they are part of {to}, and that is what stems are. Tracks printed through the mix "
        "would be too.",
    ),
    kinds.PANNED_IN: (
        "It is part of {to} with a gain and a pan of its own, and not as it is: made before the mix.",
        "They add up to {to} with a gain and a pan for each, and not as they are: made before the mix.",
    ),
    kinds.INSIDE: (
        "It is part of a stem here.",
        "Each is part of a stem here.",
    ),
    kinds.UNTREATED: (
        "It is heard in {to}, and no set of these files adds up to that: recorded before that mix.",
        "They are heard in {to}, and no set of these files adds up to that: recorded before that mix.",
    ),
    kinds.PART_OF_STEM: (
        "It is part of a stem here, as it is: a stem of part of it, or a track.",
        "Each is part of a stem here, as it is: a stem of part of it, or a track.",
    ),
    kinds.CHANNEL: (
        "It is one channel of another file here, or both in one.",
        "Each is one channel of another file here, or both in one.",
    ),
    kinds.ONE_OR_OTHER: (
        "It is the sum of some files here: a stem, or a mix without the others.",
        "Each is the sum of some files here: a stem, or a mix without the others.",
    ),
    kinds.LEVELLED: (
        "It is part of {to} at a gain of its own, and not as it is: a stem that was brought to another level "
        "after the mix, or made before it.",
        "They add up to {to} with a gain for each, and not as they are: stems that were each brought to "
        "another level after the mix (normalised, say), or made before it.",
    ),
    kinds.RECORDED: (
        "No sum here shows it: the receipt says how it was made.",
        "No sum here shows it: the receipt says how they were made.",
    ),
    kinds.UNMIXED: (
        "The receipt says that nothing was mixed yet: it is a submix of tracks, and no stem.",
        "The receipt says that nothing was mixed yet: they are submixes of tracks, and no stems.",
    ),
    kinds.LOCKED: (
        "A stemtui.lock here knows its audio: it is a track of that session.",
        "A stemtui.lock here knows their audio: they are tracks of that session.",
    ),
    kinds.APART: (
        "It was compared with no other file here (see below), so nothing shows what it is.",
        "They were compared with no other file here (see below), so nothing shows what they are.",
    ),
    kinds.PRINTED: (
        "It is part of {to} as it is, and named like a single source: a track printed through the mix, or a "
        "stem of one track.",
        "They are part of {to} as they are, and named like single sources: tracks printed through the mix, "
        "or stems of one track each.",
    ),
}


def why(received: Received, files: Sequence[int]) -> str:
    """Why files, all judged alike for the same reason, are what they are: one sentence or two."""
    judged = received.judged[files[0]]
    if judged.why not in _WHY:
        return _nothing(received, files)
    others = dict.fromkeys(received.judged[at].others[0] for at in files if received.judged[at].others)
    to = few([named(received, at) for at in others], _FEW)
    said = _WHY[judged.why][len(files) > 1].format(to=to)
    return said + belied(received, files) + _dry(received, files) + _locked(received, files)


def belied(received: Received, files: Sequence[int]) -> str:
    """How many of files are called something else than they most likely are."""
    called = Counter(received.called[at].kind for at in files)
    others = [
        kind
        for kind in (STEM, TRACK, MIX)
        if called[kind] and received.judged[files[0]].kind not in (kind, "")
    ]
    return "".join(f" {called[kind]} {_is(called[kind])} called {kind.upper()}, wrongly." for kind in others)


def _dry(received: Received, files: Sequence[int]) -> str:
    """How many of files are mono and dry, where that is most: raw tracks often are, and stems seldom."""
    dry = [at for at in files if received.heard[at].is_mono and received.heard[at].stops_dead]
    if received.judged[files[0]].kind != TRACK or 2 * len(dry) < len(files):
        return ""
    what = "is mono and stops" if len(dry) == 1 else "are mono and stop"
    return f" {len(dry)} {what} dead (by 40 dB in {DEAD_MS} ms), as what has no reverb on it does."


def _locked(received: Received, files: Sequence[int]) -> str:
    """How many of files that are tracks by how they add up are so by a lock too."""
    known = [at for at in files if at in received.locked]
    if not known or received.judged[files[0]].why == kinds.LOCKED:
        return ""
    them = "it" if len(files) == 1 else "all" if len(known) == len(files) else f"{len(known)} of them"
    return f" A stemtui.lock here knows the audio of {them}, as that of tracks."


def _nothing(received: Received, files: Sequence[int]) -> str:
    them = "it" if len(files) == 1 else "them"
    if any(judged.kind == MIX for judged in received.judged):
        said = [f"No mix here holds {them} for sure."]
    else:
        cure = "" if any(called.is_mix for called in received.called) else ": ask for the mix"
        apart = [at for at in received.apart if received.called[at].is_mix or received.called[at].kind == MIX]
        if apart:
            cure = f": {few([named(received, at) for at in apart], _FEW)} could not be compared"
        elif cure and received.unopened:
            cure = f": ask for the mix, or convert {few([repr(one) for one in received.unopened], _FEW)}"
        said = [f"No file here is a sum of others, so nothing shows what any of them is{cure}."]
        if len(received.heard) == 1:
            said = [f"It is the only one here: mix, stem or track, nothing shows which{cure}."]
    if silent := sum(received.heard[at].is_silent for at in files):
        said.append(f"{silent} {_is(silent)} silent.")
    claims = Counter(received.called[at].kind for at in files if received.called[at].kind)
    said += [
        f"{number} {_is(number)} called {kind}, which proves nothing." for kind, number in claims.items()
    ]
    return " ".join(said)


def _is(number: int) -> str:
    return "is" if number == 1 else "are"
