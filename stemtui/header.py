"""What the header of a sound file claims."""

from stemtui.frozen import frozen

ORIGINATOR = "stemtui"
"""Who made them, as the `bext` chunk of our own prints says it."""

WORD_LENGTHS = {"PCM_S8": 8, "PCM_U8": 8, "PCM_16": 16, "PCM_24": 24, "PCM_32": 32}

_CODED = {
    "FLOAT": "32-bit float",
    "DOUBLE": "64-bit float",
    "MPEG_LAYER_I": "MP1",
    "MPEG_LAYER_II": "MP2",
    "MPEG_LAYER_III": "MP3",
    "VORBIS": "Vorbis",
    "OPUS": "Opus",
}


@frozen
class Header:
    """A sound file's form, read without its samples.

    `format` and `subtype` are libsndfile's names ("WAV", "PCM_24"), `frames` is what the header claims, and
    `time_reference` is BWF's start in samples since midnight (EBU Tech 3285), None where the file has none;
    `description` and `originator` (who made it) are BWF's too. `speakers` is the channel mask of
    WAVE_FORMAT_EXTENSIBLE, 0 where it names none.
    `problems` says in words what is known to be wrong.
    """

    format: str
    subtype: str
    channels: int
    samplerate: int
    frames: int
    time_reference: int | None = None
    description: str = ""
    originator: str = ""
    speakers: int = 0
    problems: tuple[str, ...] = ()

    @property
    def bits(self) -> int | None:
        """Word length of integer PCM and FLAC; None for floats and lossy codecs."""
        return WORD_LENGTHS.get(self.subtype)

    @property
    def is_print(self) -> bool:
        """Whether stemtui printed it."""
        return self.originator == ORIGINATOR

    @property
    def seconds(self) -> float:
        """Length in seconds."""
        return self.frames / self.samplerate if self.samplerate else 0.0

    @property
    def form(self) -> str:
        """Rate and word length as engineers say them: `48 kHz 24-bit`."""
        return f"{self.samplerate / 1000:g} kHz {self.coded}"

    @property
    def coded(self) -> str:
        """Word length, or codec, as engineers say it: `24-bit`, `32-bit float`, `MP3`."""
        return f"{self.bits}-bit" if self.bits else _CODED.get(self.subtype, self.subtype)


def frames_at(frames: int, rate: int, new_rate: int) -> int:
    """How many frames a length has at another rate, rounded to the nearest (halves up)."""
    return (2 * frames * new_rate + rate) // (2 * rate)
