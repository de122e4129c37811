"""How files add up, in sentences with figures."""

from math import isfinite, log10

from stemtui.audio.samples.scales import dbfs
from stemtui.receiving.findings.explained import blame, is_version, named
from stemtui.receiving.findings.received import Received
from stemtui.receiving.sums.left import Left
from stemtui.receiving.sums.sums import AS_ONE, GAINED, LOOSE, MOVED, NEAR, PANNED, PART, SIDES, Sum
from stemtui.render.proofs.unlike import is_lossy
from stemtui.text import clock, counted, few, listed

_MANY, _FEW = 12, 3
_STEADY_DB, _SLOW_DB = 0.5, -50.0
_FLAT = 0.005
_SILENCE_DB = -300.0


def sentence_of(received: Received, one: Sum, most: int = _MANY) -> str:
    """A sum in words: of which files, at which gains, and what it leaves."""
    left = received.lefts[received.sums.index(one)]
    return _SAID[one.manner](received, one, left, most)


def _parts(received: Received, one: Sum, most: int) -> str:
    labels = [received.called[part.index].label for part in one.parts]
    folded = ", folded to mono" if one.is_folded else ""
    return f"{counted(len(labels), 'file')}: {few(labels, most)}{folded}"


def _as_one(received: Received, one: Sum, left: Left, most: int) -> str:
    inverted = [named(received, at) for at in one.inverted]
    turned = f", {listed(inverted)} inverted in polarity" if inverted else ""
    return (
        f"{named(received, one.target)} is the sum of {_parts(received, one, most)}, at {_decibels(one.gain)}"
        f"{turned}. {_rest(received, one, left)}"
    )


def _sides(received: Received, one: Sum, left: Left, most: int) -> str:
    return (
        f"{named(received, one.target)} is the sum of {_parts(received, one, most)}, at "
        f"{_decibels(one.gain)}, left files on the left and right files on the right. "
        f"{_rest(received, one, left)}"
    )


def _gained(received: Received, one: Sum, left: Left, most: int) -> str:
    gains = [f"{received.called[part.index].label} at {_decibels(part.left)}" for part in one.parts]
    return (
        f"{named(received, one.target)} is the sum of {counted(len(gains), 'file')}, with a gain for each: "
        f"{few(gains, most)}. {_rest(received, one, left)} As they are, at 0 dB, they leave "
        f"{relative(one.flat_db)} of it."
    )


def _moved(received: Received, one: Sum, left: Left, most: int) -> str:
    usual = sorted(part.left for part in one.parts)[len(one.parts) // 2]
    moved = [
        f"{named(received, part.index)} at {_decibels(part.left)}"
        for part in one.parts
        if abs(part.left - usual) > _FLAT * usual
    ]
    return (
        f"{named(received, one.target)} is the sum of {_parts(received, one, most)}, at {_decibels(usual)} "
        f"but for {few(moved, most)}. {_rest(received, one, left)}"
    )


def _panned(received: Received, one: Sum, left: Left, most: int) -> str:
    return (
        f"{named(received, one.target)} is the sum of {_parts(received, one, most)}, with a gain and a "
        f"pan for each. {_rest(received, one, left)} As they are, at 0 dB, they leave "
        f"{relative(one.flat_db)} of it."
    )


def _near(received: Received, one: Sum, left: Left, most: int) -> str:
    begun = f"{named(received, one.target)} is the sum of {_parts(received, one, most)}, but not quite: at "
    begun += f"{_decibels(one.gain)} they leave {relative(left.relative_db)} of it"
    low, high = left.gains_db
    if is_version(received, one):
        return f"{begun}. It is another version of the mix, and need not be their sum."
    if why := blame(received, one, left):
        return f"{begun}.{why}"
    if left.is_local and left.is_one_gain:
        first, last = (clock(frame / received.rate, 3) for frame in left.where)
        return (
            f"{begun}, nearly all of it between {first} and {last}, where they play at another level than "
            "it does: a fade of the whole leaves so much, and a 2-pop that is in each file adds up so."
        )
    if left.is_limited:
        return (
            f"{begun}, nearly all where the mix is loudest, and one gain that follows time explains it: a "
            "limiter on the mix bus is the usual reason."
        )
    if one.is_moved and not left.is_one_gain:
        return (
            f"{begun}, and with one gain, however fast it follows time, {relative(left.floor_db)}: more than "
            "a limiter or compressor on the mix bus alone leaves. Files that went through one each, or "
            "something else that was done to the mix, such as mastering, are the usual reasons."
        )
    if one.is_moved:
        sides = " for each side" if left.by_sides else ""
        apart = " whose sides act apart" if left.by_sides else ""
        return (
            f"{begun}, and with one gain{sides} that follows time (by {high - low:.1f} dB) "
            f"{relative(left.moving_db)}. The sum was treated as a whole: a limiter or compressor on the "
            f"mix bus{apart} is the usual reason."
            if high - low > _STEADY_DB and left.moving_db > _SLOW_DB
            else f"{begun}, and with one gain that follows time {relative(left.moving_db)}. That gain stands "
            "still or moves slowly: a fade of the whole is the usual reason."
        )
    if why := _why(received, one, left):
        return f"{begun}: {why}."
    return (
        f"{begun}, which no gain of the whole explains. Something was done to the mix or to one of them, or "
        "something faint, such as a reverb, is missing here or in two of them."
    )


def _why(received: Received, one: Sum, left: Left) -> str:
    """What explains that a sum leaves more than rounding does; "" where nothing is known to."""
    files = [received.heard[at] for at in (one.target, *one.members)]
    if left.is_offset:
        return f"nearly all of it is a constant offset of {dbfs(left.offset):.1f} dBFS (DC)"
    if any(is_lossy(file.header) for file in files):
        return "some of them are lossy (MP3, AAC, Vorbis), which is the usual reason"
    if any(file.is_resampled for file in files):
        return "some of them were resampled to be compared, which is the usual reason"
    if left.is_local:
        first, last = (clock(frame / received.rate, 3) for frame in left.where)
        over = sum(file.end < files[0].start + left.where[1] for file in files[1:])
        ended = f", where {over} of them {'has' if over == 1 else 'have'} ended" if over else ""
        return f"nearly all of it lies between {first} and {last}{ended}"
    if files[0].clips:
        return f"{named(received, one.target)} is clipped, which may be the reason"
    return ""


def _part(received: Received, one: Sum, left: Left, most: int) -> str:
    if why := blame(received, one, left):
        begun = f"{named(received, one.target)} is the sum of {_parts(received, one, most)}, but not quite: "
        return f"{begun}at 0 dB they leave {relative(left.relative_db)} of it.{why}"
    if left.is_local:
        begun = f"{named(received, one.target)} is the sum of {_parts(received, one, most)}, but not quite: "
        return f"{begun}at 0 dB they leave {relative(left.relative_db)} of it; {_why(received, one, left)}."
    return (
        f"{named(received, one.target)} holds {_parts(received, one, most)}, at 0 dB, and more: "
        f"{relative(left.relative_db)} of it is in none of these.{_folded(received, one, left)}"
    )


def _folded(received: Received, one: Sum, left: Left) -> str:
    """That mono files here stand for stereo sources, where they do."""
    if not (mono := folds(received, one, left)):
        return ""
    files = f"{few(mono, _FEW)} {'was' if len(mono) == 1 else 'were'}"
    return f" That is the difference of left and right alone, as where {files} folded to mono."


def folds(received: Received, one: Sum, left: Left) -> list[str]:
    """The mono files in a sum of which only the difference of left and right is left: they may be folds."""
    mono = [named(received, at) for at in sorted(one.members) if received.heard[at].is_mono]
    return mono if left.is_side else []


def _loose(received: Received, one: Sum, left: Left, most: int) -> str:
    return (
        f"No set of these files adds up to {named(received, one.target)}. It hears "
        f"{_parts(received, one, most)}; as they are they leave {relative(one.flat_db)} of it, and with the "
        f"best gain and pan for each {relative(one.free_db)}.{_ridden(one)}"
    )


def _ridden(one: Sum) -> str:
    """That each part has a gain of its own that follows time, where that is so."""
    if not one.is_ridden:
        return ""
    return (
        f" With a gain for each that follows time it is {relative(one.each_db)}: each went through a "
        "compressor or limiter alone, or faders were moved."
    )


def _rest(received: Received, one: Sum, left: Left) -> str:
    if not left.found.peak:
        return "Nothing is left, bit for bit."
    how = "more than rounding explains"
    if left.is_rounding:
        how = "rounding explains it"
    elif left.is_shaped:
        how = "noise-shaped dither explains it"
    elif left.is_cut:
        how = "cutting to the word length, without rounding, explains it"
    elif why := _why(received, one, left):
        how = f"more than rounding explains: {why}"
    if why := "" if left.is_explained else blame(received, one, left):
        how = f"{how}.{why.removesuffix('.')}"
    level = f"{left.rms_dbfs:.1f} dBFS RMS, {dbfs(left.found.peak):.1f} peak"
    return f"Left: {level} ({relative(left.relative_db)} beside it); {how}."


def relative(db: float) -> str:
    return f"{db:.1f} dB" if isfinite(db) and db > _SILENCE_DB else "nothing"


def _decibels(gain: float) -> str:
    db = 20.0 * log10(gain) if gain > 0 else 0.0
    return "0 dB" if abs(db) < _FLAT else f"{db:+.2f} dB"


_SAID = {
    AS_ONE: _as_one,
    SIDES: _sides,
    MOVED: _moved,
    GAINED: _gained,
    PANNED: _panned,
    NEAR: _near,
    PART: _part,
    LOOSE: _loose,
}
