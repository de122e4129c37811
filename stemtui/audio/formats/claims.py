"""Claims: what a header says, and what the size of its file proves about that."""

from collections.abc import Iterable
from dataclasses import replace

from stemtui.audio.formats.chunks import UNSIZED, Chunk
from stemtui.frozen import frozen
from stemtui.header import Header
from stemtui.text import counted

MOST_FRAMES_A_BYTE = 65_535
"""The densest that a lossless codec packs silence: a FLAC frame of so many samples in 11 bytes."""

_STREAMED = (0x7FFFF000, 0x7FFFFF00, 0x7FFFFFFF, 0x80000000)
"""Sizes of data whose writer could not go back to say how much it wrote: sox's, arecord's, lame's and
opusdec's, older arecord's."""
_LAST_SIZES = range(0xFFFFFF00, UNSIZED + 1)
"""Sizes that say the same: with them, the whole would be larger than it can say."""
UNLIMITED = 2**62
"""No file reaches so far: what says so of its size, in 64 bit, says that it goes to its end."""

_FILES = (b"RIFF", b"RIFX", b"RF64", b"BW64", b"FORM", b"caff")
"""What files begin with that consist of chunks."""
_SAMPLES = (b"data", b"SSND")
"""The chunks that hold samples, of which a file has one."""
LEFTOVER = 65_536
"""So many bytes after the last chunk are sound rather than a sloppy end."""
_MOST_CHANNELS = 256
_FASTEST = 10_000_000  # Hz; what claims more is for libsndfile to judge


@frozen
class Claims:
    """A header with what is known of its truth.

    `damage` says why the samples must not be used ("" when they may); `is_counted` whether the number of
    frames can be relied on. `is_whole` says that all of the header is here; else libsndfile has to be asked
    for format, channels, rate and frames. `samples_at` is the byte at which bare samples begin, in the byte
    `order` that struct calls "<" or ">", each frame in `block` of them; 0 where it takes libsndfile to find
    them. `held` is how many frames there are, to the end of the file where the header's word for that is
    false. `is_endless` says that the header gives no length, so that they go on to there. `stated` is the
    number that a header states which need not be true, None where it states none. `due` is how many bytes a
    file with packed samples had before it was cut, or has where its header cannot say; 0 where it is whole.
    `is_openable` is False where libsndfile would search all of a file for its end, which may take hours.
    """

    header: Header
    damage: str = ""
    is_counted: bool = True
    is_whole: bool = True
    samples_at: int = 0
    order: str = "<"
    block: int = 0
    held: int = 0
    is_endless: bool = False
    stated: int | None = None
    due: int = 0
    is_openable: bool = True

    @property
    def is_bare(self) -> bool:
        """Whether its samples lie there bare, and little-endian."""
        return self.samples_at > 0 and self.order == "<"


UNKNOWN = Claims(Header("", "", 0, 0, 0), is_whole=False)


def judged(
    header: Header,
    data: Chunk,
    behind: tuple[int, int],
    block: int,
    order: str = "<",
    claimed: int | None = None,
) -> Claims:
    """The claims of a file whose samples lie in `data`, each frame in `block` bytes (0: not known).

    `behind` are how many bytes there are from the first sample to the end of the file, and how many at its
    end belong to no chunk. `order` is that of the samples' bytes; `claimed` the number of frames where the
    header states that besides the size.
    """
    rest, tail = max(0, behind[0]), behind[1]  # samples said to begin behind the end are none
    is_whole, unit = block > 0, max(block, 1)
    noun = "frame" if is_whole else "byte"
    claims = data.size // unit if claimed is None else claimed
    held = data.held // unit
    reached = rest // unit if tail > 1 or held < claims else held
    problem = damage = ""
    is_endless = _is_streamed(data.size) and (data.held < data.size or tail > 1)
    if claims == 0 and tail > 1:
        damage = f"never closed: the data size is 0 while {counted(tail, 'byte')} follow"
    elif claims == 0:
        problem = "0 frames"
    elif is_endless:
        claims = held = rest // unit
        problem = f"streamed: the header gives no length, the file holds {counted(held, noun)}"
    elif held < claims:
        damage = f"truncated: header claims {counted(claims, noun)}, the file holds {held}"
    elif data.held > claims * unit + 1 and claimed is not None:
        damage = f"header claims {counted(claims, noun)}, the file holds {held}"
    elif tail >= LEFTOVER:
        damage = f"header claims {counted(claims, noun)}, but {tail} bytes follow that are no chunk"
    if damage and is_whole and tail > 1:
        damage = f"{damage}, {counted(reached, 'frame')} to the end of the file"
    said = tuple(words for words in (problem, damage) if words)
    known = replace(header, frames=claims, problems=said)
    start = data.start if is_whole else 0
    due = 0 if is_whole else _due(data)
    return Claims(known, damage, True, is_whole, start, order, block, reached, is_endless, due=due)


def _is_streamed(size: int) -> bool:
    """Whether a size of data stands where its writer could not know it."""
    return size in _STREAMED or size in _LAST_SIZES or size >= UNLIMITED


def alone(claims: Claims, chunks: Iterable[Chunk]) -> Claims:
    """The claims of a file with those chunks; damaged where more of them hold sound, which is not read.

    Another file put behind it, as `cat` does; or a second chunk of samples.
    """
    if claims.damage:
        return claims
    chunks = tuple(chunks)
    another = next((chunk for chunk in chunks if chunk.name in _FILES), None)
    more = [chunk for chunk in chunks if chunk.name in _SAMPLES and chunk.held][1:]
    if another:
        said = f"another file begins behind it, near byte {another.start}, and is not read"
    elif more:
        said = f"it holds samples in {len(more) + 1} places; those from byte {more[0].start} on are not read"
    else:
        return claims
    header = replace(claims.header, problems=(*claims.header.problems, said))
    return replace(claims, header=header, damage=said, held=header.frames)


def packed(data: Chunk) -> Claims:
    """The claims of a file whose `data` only libsndfile can unpack: whether all of it is there."""
    if data.held >= data.size or _is_streamed(data.size):
        return replace(UNKNOWN, due=_due(data))
    said = f"truncated: header claims {counted(data.size, 'byte')}, the file holds {data.held}"
    return replace(damaged(UNKNOWN.header, said, is_whole=False), due=_due(data))


def _due(data: Chunk) -> int:
    """The bytes of a file that holds less in a chunk than that claims; 0 where it holds all of it."""
    if data.held >= data.size:
        return 0
    return data.start + (data.held if _is_streamed(data.size) else data.size)


def damaged(header: Header, damage: str, is_whole: bool = True) -> Claims:
    """The claims of a file that is known not to hold what its header says."""
    return Claims(replace(header, problems=(damage,)), damage, True, is_whole)


def is_likely(rate: int, channels: int) -> bool:
    """Whether a rate in Hz and a number of channels are those of a sound file."""
    return 0 < rate <= _FASTEST and 0 < channels <= _MOST_CHANNELS
