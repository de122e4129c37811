"""A destination's demands, as values. A demand that a profile does not make is None."""

from dataclasses import fields

from stemtui.frozen import frozen

PROGRAMME, DIALOGUE, PLAYBACK = "programme", "dialogue", "playback"
MEASURES = (PROGRAMME, DIALOGUE, PLAYBACK)


@frozen
class Allowed:
    """The values that a form may have, and the clause that says so."""

    allowed: tuple[int | str, ...]
    clause: str


@frozen
class Loudness:
    """Integrated loudness in LUFS, and how far off it a mix may be in LU.

    It is measured of the whole programme (BS.1770-4), or of its dialogue, which such a meter cannot find; or
    it is what a player turns the mix to, so that no mix is wrong.
    """

    target_lufs: float
    clause: str
    tolerance_lu: float = 0.0
    measured: str = PROGRAMME
    whole_lufs: float | None = None
    """What is wanted of the whole mix instead, with the same tolerance, where it has little dialogue."""


@frozen
class Most:
    """The highest level allowed, in LUFS, dBTP or dBFS."""

    most: float
    clause: str
    if_louder: float | None = None
    """What it is instead for a mix that is louder than the target."""


@frozen
class Profile:
    """What one destination demands of mixes; `key` is what a manifest calls it."""

    key: str
    name: str
    about: str
    source: str
    sample_rate: Allowed | None = None
    bit_depth: Allowed | None = None
    loudness: Loudness | None = None
    short_term: Most | None = None
    true_peak: Most | None = None
    sample_peak: Most | None = None

    @property
    def demands(self) -> tuple[str, ...]:
        """The names of the demands that it makes."""
        return tuple(one.name for one in fields(self)[4:] if getattr(self, one.name) is not None)
