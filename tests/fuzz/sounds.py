"""The readers of sound files' headers, the walk along chunks, and the first samples behind them."""

import io
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile

from stemtui.audio.samples.headers import examine
from stemtui.audio.samples.source import open_source
from stemtui.errors import AudioFileError
from tests.headers import FMT, bext, chunk

_FRAMES = {"MP3": 1_152, "OGG": 600, "FLAC": 500}
_FEW = 100
_BLOCK, _MOST = 4_096, 2**18
_NAMES = """RIFF RIFX RF64 BW64 WAVE FORM AIFF AIFC caff fLaC OggS MATL PVF1 NIST 2BIT Crea .snd dns. Exte
riff data bext fact LIST COMM SSND desc pakt kuki chan Xing Info VBRI vorbis OpusHead sowt fl32 alac"""
_SUBTYPES = """PCM_16 PCM_24 PCM_U8 PCM_S8 FLOAT DOUBLE ULAW IMA_ADPCM MS_ADPCM G721_32 NMS_ADPCM_32 GSM610
DWVW_16 DPCM_16 ALAC_16 VORBIS OPUS MPEG_LAYER_III"""


def seeds() -> Iterator[bytes]:
    """Small files of every form that libsndfile writes, and of chunks that it does not."""
    sound = np.random.default_rng(1).uniform(-0.5, 0.5, (max(_FRAMES.values()), 2))
    for form in soundfile.available_formats().keys() - {"RAW", "SD2"}:  # SD2 has a second file beside it
        for subtype in set(_SUBTYPES.split()) & soundfile.available_subtypes(form).keys():
            for channels in (1, 2):
                if written := _written(sound[: _FRAMES.get(form, _FEW), :channels], form, subtype):
                    yield written
    data = chunk(b"data", bytes(range(200)))
    for body in (
        bext(b"Kick in", 172_800_000) + FMT + data,
        FMT + chunk(b"LIST", b"INFO" + chunk(b"INAM", b"Kick")) + chunk(b"data", bytes(99), 0xFFFFFFFF),
        chunk(b"JUNK", bytes(28)) + FMT + chunk(b"fact", bytes(4)) + chunk(b"data", bytes(100), 0),
    ):
        yield _riff(body)
        yield b"ID3\4\0\0\0\0\0\x0a" + bytes(10) + _riff(body)
    yield _riff(FMT + data, b"RIFX")
    loud = _riff(FMT + chunk(b"data", bytes(range(1, 255)) * 16))
    yield loud.replace(b"\n", b"\r\n")
    yield loud.replace(b"\r\n", b"\n").replace(b"\x0e", b"\r\t\r\v\f\n\x0e")
    yield bytes(600)
    yield b"; samples\r\n" + b"0.0 0.5\r\n" * 20
    long = chunk(b"ds64", bytes(8) + b"\xc8" + bytes(19))
    yield _riff(long + FMT + chunk(b"data", bytes(200), 0xFFFFFFFF), b"RF64")


def words() -> Iterator[bytes]:
    """What a fuzzer may put in: the names of forms and chunks, and sizes that lie."""
    yield from _NAMES.encode().split()
    yield from (b"fmt ", b" paf", b"ID3\4", b"\0\0\3\xe8", b"\xf0\x7e\0\1", bytes(8), b"\xff" * 8)
    yield from (b"\xff" * 4, b"\x7f\xff\xff\xff", b"\xff\xff\xff\x7f", b"\x80\0\0\0")


def probe(content: bytes, folder: Path) -> None:
    """A file is refused in words, or its header says what its samples are; so it is accepted as damaged."""
    path = folder / "sound"
    path.write_bytes(content)
    for damaged in (False, True):
        with suppress(AudioFileError):
            header = examine(path).header
            assert header.frames >= 0 and all(header.problems)
            _read(path, damaged)


def _read(path: Path, damaged: bool) -> None:
    """Its first samples, and its last ones."""
    with open_source(path, damaged=damaged) as source:
        assert source.frames >= 0 < source.channels
        for start in range(0, min(source.frames, _MOST // source.channels), _BLOCK):
            block = source.read(start, _BLOCK)
            assert block.shape == (source.channels, _BLOCK) and np.isfinite(block).all()
        source.holes()


def _written(sound: npt.NDArray[np.float64], form: str, subtype: str) -> bytes:
    """A file of that form, or nothing where libsndfile writes none so small."""
    file = io.BytesIO()
    try:
        soundfile.write(file, sound, 48_000, subtype, format=form)
    except (soundfile.LibsndfileError, ValueError):
        return b""
    return file.getvalue()


def _riff(body: bytes, magic: bytes = b"RIFF") -> bytes:
    return magic + len(body + b"WAVE").to_bytes(4, "little") + b"WAVE" + body
