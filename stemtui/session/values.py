"""The values: tracks, stems, mixes, the order, and the session that holds them."""

from dataclasses import field
from functools import cached_property, lru_cache
from posixpath import basename, normpath, splitext
from typing import Literal

from stemtui.frozen import frozen

Kind = Literal["track", "stem", "mix"]
KINDS: tuple[Kind, ...] = ("track", "stem", "mix")
ORIGINS = ("", "raw", "printed", "stem", "mix")
TREATMENTS = ("", "printed", "manifest", "none")
ALIGNMENTS = ("start", "timecode")
PAN_LAWS_DB = (0.0, -3.0, -4.5, -6.0)
CHANNELS = ("mono", "stereo")
MIX_KEYS = ("", "master", "self")
FILE_FORMATS = ("wav", "flac", "aiff")
BIT_DEPTHS = (16, 24, "32f")
DITHERS = ("tpdf", "none")
REST = "rest"
normal_path = lru_cache(maxsize=8192)(normpath)


@frozen
class Track:
    """A file made while recording, before the mix, or a bounce of such files; it feeds one stem or none.

    `origin` is what the file is, as far as anybody has said: "" unknown, "raw", "printed" through the mix, or
    finished audio used as a source ("stem", "mix"). `damaged` is the reason why a damaged file is used all
    the same, as far as it can be read. `bounce` holds ids of other tracks: lineage when there is a file,
    members to be summed at render when there is none.
    """

    id: str
    file: str = ""
    name: str = ""
    stem: str = ""
    gain_db: float = 0.0
    pan: float = 0.0
    invert: bool = False
    delay_ms: float = 0.0
    delay_samples: int = 0
    left_out: str = ""
    damaged: str = ""
    origin: str = ""
    bounce: tuple[str, ...] = ()
    note: str = ""

    @property
    def label(self) -> str:
        """What the engineer calls it: its name, else its file's name without the extension, else its id."""
        return self.name or splitext(basename(self.file))[0] or self.id

    @property
    def is_treated(self) -> bool:
        """Whether this manifest changes its sound on the way into a stem."""
        return bool(self.gain_db or self.pan or self.invert or self.delay_ms or self.delay_samples)


@frozen
class Stem:
    """A submix of a group of tracks as they are treated in the mix, printed mono or stereo.

    A stem with a `parent` is a sub-stem: a parent is its own tracks plus its children, and gains add in dB.
    """

    id: str
    name: str
    channels: str = "stereo"
    gain_db: float = 0.0
    parent: str = ""
    isolate: bool = True
    note: str = ""


@frozen
class Mix:
    """Everything in one file, in one version: which stems are in it and by how many dB each is moved.

    `only` names the stems that are in it, `without` those that are not (never both); with neither and without
    offsets it is the master mix.
    """

    id: str
    name: str
    only: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    offsets_db: tuple[tuple[str, float], ...] = ()
    key: str = ""
    note: str = ""

    @property
    def is_master(self) -> bool:
        """Whether it is the master mix: all stems as they are."""
        return not (self.only or self.without or any(db for _, db in self.offsets_db))


@frozen
class Compressor:
    """The mix bus compressor's settings; levels are sample peaks in dBFS, `makeup_db` is a plain gain."""

    threshold_db: float
    ratio: float
    attack_ms: float = 10.0
    release_ms: float = 100.0
    knee_db: float = 6.0
    makeup_db: float = 0.0


@frozen
class MixBus:
    """What is done to the sum of all stems: gain, compressor, limiter. The default is nothing at all.

    `ceiling_dbtp` is what the limiter keeps true peaks under; without it, and without a compressor, nothing
    depends on the level.
    """

    gain_db: float = 0.0
    ceiling_dbtp: float | None = None
    limiter_release_ms: float = 100.0
    limiter_lookahead_ms: float = 5.0
    compressor: Compressor | None = None

    @property
    def is_dynamic(self) -> bool:
        """Whether its gain depends on the level, so that what it is keyed from matters."""
        return self.ceiling_dbtp is not None or self.compressor is not None


@frozen
class Delivery:
    """Where prints go and in which form; `sample_rate` 0 means the session's.

    `name` is the template of file names, and `naming` a house whose names take its place. `date`
    ("2026-03-01") is what Broadcast WAVs say of when they were made; no clock is ever asked. `profile`
    names the destination whose demands the mixes have to meet, or is the path of a file that says them.
    """

    folder: str = "delivery"
    file_format: str = "wav"
    bit_depth: int | str = 24
    sample_rate: int = 0
    dither: str = "tpdf"
    name: str = "{title}_{name}_{kind}"
    naming: str = ""
    trim_db: float = 0.0
    date: str = ""
    profile: str = ""


@frozen
class OrderLine:
    """One thing that a client asked for: their words, the kind those name, and what is delivered."""

    asked: str = ""
    kind: str = ""
    deliver: str = ""
    channels: str = ""
    waive: str = ""


@frozen
class Session:
    """A song's tracks, the stems they feed, the mixes of those, and what was ordered.

    `treatment` says where the mix was done: "printed" (in the files), "manifest" (in the gains here), "none"
    (not mixed yet), "" while nobody has said. `sample_rate` 0 means the rate that most tracks have, and
    `pan_law_db` None that nobody has said how much a centred mono track drops: `law_db` then takes 0 dB.
    `ignore` are patterns for files beside the manifest that are for no track.
    """

    title: str = ""
    artist: str = ""
    mixer: str = ""
    version: str = ""
    sample_rate: int = 0
    align: str = "start"
    pan_law_db: float | None = None
    reference: str = ""
    treatment: str = ""
    treatment_note: str = ""
    ignore: tuple[str, ...] = ()
    mix_bus: MixBus = field(default_factory=MixBus)
    delivery: Delivery = field(default_factory=Delivery)
    stems: tuple[Stem, ...] = ()
    mixes: tuple[Mix, ...] = ()
    order: tuple[OrderLine, ...] = ()
    tracks: tuple[Track, ...] = ()

    @property
    def law_db(self) -> float:
        """The pan law in dB that prints follow."""
        return self.pan_law_db or 0.0

    @cached_property
    def track_index(self) -> dict[str, int]:
        """Where each track stands in `tracks`, by id."""
        return {track.id: position for position, track in enumerate(self.tracks)}

    @cached_property
    def stem_index(self) -> dict[str, int]:
        """Where each stem stands in `stems`, by id."""
        return {stem.id: position for position, stem in enumerate(self.stems)}

    @cached_property
    def sub_stems(self) -> dict[str, tuple[Stem, ...]]:
        """The stems inside each stem that has any, in session order."""
        found: dict[str, list[Stem]] = {}
        for stem in self.stems:
            if stem.parent:
                found.setdefault(stem.parent, []).append(stem)
        return {parent: tuple(stems) for parent, stems in found.items()}

    @cached_property
    def mix_index(self) -> dict[str, int]:
        """Where each mix stands in `mixes`, by id."""
        return {mix.id: position for position, mix in enumerate(self.mixes)}

    @cached_property
    def track_items(self) -> tuple[str, ...]:
        """The tracks as order lines name them: `track.kick`."""
        return tuple(f"track.{track.id}" for track in self.tracks)

    @cached_property
    def track_names(self) -> tuple[tuple[str, str, str], ...]:
        """What tracks can be told apart by: id, file and name of each, in the order of ids."""
        return tuple(sorted((track.id, track.file, track.name) for track in self.tracks))

    @cached_property
    def files(self) -> frozenset[str]:
        """The files of all tracks."""
        return frozenset(normal_path(track.file) for track in self.tracks if track.file)

    @cached_property
    def bounced(self) -> dict[str, str]:
        """Id of the bounce that each bounced track went into (the last, of a left and a right one)."""
        return {member: bounces[-1].id for member, bounces in self.bounces.items()}

    @cached_property
    def bounces(self) -> dict[str, tuple[Track, ...]]:
        """All bounces that each bounced track went into, in session order."""
        found: dict[str, list[Track]] = {}
        for track in self.tracks:
            for member in dict.fromkeys(track.bounce):
                found.setdefault(member, []).append(track)
        return {member: tuple(bounces) for member, bounces in found.items()}

    @cached_property
    def unheard(self) -> frozenset[str]:
        """Ids of tracks whose own audio is heard nowhere, because of the bounces they are in: each of those
        has a file that is heard instead, is left out, or is unheard itself."""
        heard = {track.id for track in self.tracks if track.id not in self.bounces}
        waiting = list(heard)
        while waiting:
            track = self.track(waiting.pop())
            if not (track.file or track.left_out):
                inside = [key for key in track.bounce if key in self.track_index and key not in heard]
                heard.update(inside)
                waiting += inside
        return frozenset(track.id for track in self.tracks if track.id not in heard)

    @cached_property
    def fed_by(self) -> dict[str, tuple[Track, ...]]:
        """The tracks that name each stem, children's not included, in session order; left-out ones too."""
        members: dict[str, list[Track]] = {stem.id: [] for stem in self.stems}
        for track in self.tracks:
            if track.stem in members:
                members[track.stem].append(track)
        return {stem: tuple(tracks) for stem, tracks in members.items()}

    def track(self, track_id: str) -> Track:
        """The track with that id. Raises KeyError."""
        return self.tracks[self.track_index[track_id]]

    def stem(self, stem_id: str) -> Stem:
        """The stem with that id. Raises KeyError."""
        return self.stems[self.stem_index[stem_id]]

    def mix(self, mix_id: str) -> Mix:
        """The mix with that id. Raises KeyError."""
        return self.mixes[self.mix_index[mix_id]]

    @property
    def master(self) -> Mix | None:
        """The master mix, if the session names one."""
        return next((mix for mix in self.mixes if mix.is_master), None)

    @property
    def stem_word(self) -> str:
        """What a printed group of tracks is called: a SUBMIX while nothing has been mixed."""
        return "SUBMIX" if self.treatment == "none" else "STEM"


INDICES = ("track_index", "track_items", "track_names", "files", "bounced")
"""What a session knows of its tracks' ids, files, names and bounces, and of nothing else."""


def with_indices(session: Session, before: Session) -> Session:
    """The session with the indices of the one before, whose tracks are known by the same names."""
    known = before.__dict__
    session.__dict__.update({name: known[name] for name in INDICES if name in known})
    return session
