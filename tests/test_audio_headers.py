"""Headers: what files claim, and what is proven false, against soundfile and broken files made here."""

import os
import shutil
import struct
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stemtui.audio.headers import examine, read_header
from stemtui.audio.libsndfile import open_sound
from stemtui.audio.source import open_source
from stemtui.errors import AudioFileError, DamagedFileError

FRAMES = 4_801
FORMS = [
    ("WAV", "PCM_U8"),
    ("WAV", "PCM_16"),
    ("WAV", "PCM_24"),
    ("WAV", "PCM_32"),
    ("WAV", "FLOAT"),
    ("WAV", "DOUBLE"),
    ("WAV", "MS_ADPCM"),
    ("WAV", "ULAW"),
    ("WAVEX", "PCM_24"),
    ("WAVEX", "FLOAT"),
    ("RF64", "PCM_24"),
    ("W64", "PCM_16"),
    ("W64", "FLOAT"),
    ("W64", "MS_ADPCM"),
    ("AIFF", "PCM_S8"),
    ("AIFF", "PCM_16"),
    ("AIFF", "PCM_24"),
    ("AIFF", "FLOAT"),
    ("AIFF", "DOUBLE"),
    ("CAF", "PCM_24"),
    ("CAF", "ALAC_16"),
    ("AU", "PCM_16"),
    ("AU", "PCM_24"),
    ("AU", "FLOAT"),
    ("AU", "ULAW"),
    ("FLAC", "PCM_S8"),
    ("FLAC", "PCM_16"),
    ("FLAC", "PCM_24"),
    ("OGG", "VORBIS"),
    ("OGG", "OPUS"),
    ("MP3", "MPEG_LAYER_III"),
]


def sound(
    path: Path, *, form: str = "WAV", subtype: str = "PCM_24", channels: int = 2, rate: int = 48_000
) -> Path:
    """A file of noise as libsndfile writes it."""
    samples = np.random.default_rng(1).uniform(-0.5, 0.5, (FRAMES, channels))
    soundfile.write(path, samples, rate, subtype=subtype, format=form)
    return path


def chunk(name: bytes, body: bytes, size: int | None = None, order: str = "<") -> bytes:
    """A chunk, padded; `size` is what it claims when that is not the truth."""
    return name + struct.pack(order + "I", len(body) if size is None else size) + body + bytes(len(body) % 2)


FMT = chunk(b"fmt ", struct.pack("<HHIIHH", 1, 1, 48_000, 96_000, 2, 16))


def wave(path: Path, *chunks: bytes, magic: bytes = b"RIFF", size: int | None = None) -> Path:
    """A WAV file of these chunks."""
    body = b"WAVE" + b"".join(chunks)
    path.write_bytes(magic + struct.pack("<I", len(body) if size is None else size) + body)
    return path


def bext(description: bytes, reference: int) -> bytes:
    """A BWF chunk of version 1 (EBU Tech 3285)."""
    return chunk(b"bext", description.ljust(338, b"\0") + struct.pack("<Q", reference) + bytes(256))


@pytest.mark.parametrize(("form", "subtype"), FORMS)
@pytest.mark.parametrize("channels", [1, 2])
def test_the_header_says_what_libsndfile_says(tmp_path: Path, form: str, subtype: str, channels: int) -> None:
    path = sound(tmp_path / "x.bin", form=form, subtype=subtype, channels=channels)
    header, oracle = read_header(path), soundfile.info(path)
    assert (header.format, header.subtype) == (oracle.format, oracle.subtype)
    assert (header.channels, header.samplerate) == (oracle.channels, oracle.samplerate)
    assert (header.frames, header.problems) == (oracle.frames, ())


@pytest.mark.parametrize("rate", [8_000, 11_025, 24_000, 44_100, 88_200, 96_000, 192_000])
@pytest.mark.parametrize("form", ["WAV", "AIFF", "FLAC"])
def test_rates(tmp_path: Path, form: str, rate: int) -> None:
    assert read_header(sound(tmp_path / "x", form=form, rate=rate)).samplerate == rate


def test_common_forms_are_read_without_numpy(tmp_path: Path) -> None:
    paths = [
        str(sound(tmp_path / f"x.{form}", form=form)) for form in ("WAV", "WAVEX", "RF64", "AIFF", "FLAC")
    ]
    code = (
        "import sys; from pathlib import Path; from stemtui.audio.headers import read_header\n"
        "for path in sys.argv[1:]: read_header(Path(path))\n"
        "sys.exit('numpy' in sys.modules or 'soundfile' in sys.modules)"
    )
    root = Path(__file__).parent.parent
    assert subprocess.run([sys.executable, "-c", code, *paths], cwd=root, check=False).returncode == 0


def test_a_broadcast_wave_has_its_time_reference_and_description(tmp_path: Path) -> None:
    reference = 2**33 + 172_800_000
    path = wave(tmp_path / "x.wav", bext("Scène 4".encode(), reference), FMT, chunk(b"data", bytes(20)))
    header = read_header(path)
    assert (header.time_reference, header.description, header.frames) == (reference, "Scène 4", 10)


def test_a_description_in_latin_1_is_read(tmp_path: Path) -> None:
    path = wave(tmp_path / "x.wav", bext("Scène 4".encode("latin-1"), 0), FMT, chunk(b"data", bytes(20)))
    assert read_header(path).description == "Scène 4"
    assert read_header(path).time_reference == 0


def test_a_bext_chunk_cut_short_gives_no_time_reference(tmp_path: Path) -> None:
    path = wave(tmp_path / "x.wav", chunk(b"bext", b"Kick"), FMT, chunk(b"data", bytes(20)))
    assert (read_header(path).description, read_header(path).time_reference) == ("Kick", None)


def test_chunks_after_the_samples_count(tmp_path: Path) -> None:
    path = wave(tmp_path / "x.wav", FMT, chunk(b"data", bytes(21)), chunk(b"LIST", b"INFO"), bext(b"late", 7))
    header = read_header(path)
    assert (header.frames, header.time_reference, header.problems) == (10, 7, ())


def test_an_odd_chunk_without_its_pad_byte_hides_nothing(tmp_path: Path) -> None:
    unpadded = chunk(b"LIST", b"odd")[:-1]
    path = wave(tmp_path / "x.wav", FMT, unpadded, bext(b"still here", 9), chunk(b"data", bytes(20)))
    assert read_header(path).time_reference == 9


MONO_24 = chunk(b"fmt ", struct.pack("<HHIIHH", 1, 1, 48_000, 144_000, 3, 24))


@pytest.mark.parametrize("behind", [b"", chunk(b"LIST", b"INFOIART" + bytes(12)), bext(b"late", 7)])
@pytest.mark.parametrize("pad", [b"\0", b"x", b""])
def test_an_odd_number_of_bytes_of_sound_is_read_right(tmp_path: Path, pad: bytes, behind: bytes) -> None:
    """Mono in 24 bit with an odd number of frames: padded, padded with any byte, and not padded."""
    steps = [-(2**23), -1, 0, 1, 2**23 - 1]
    data = b"data" + struct.pack("<I", 15) + b"".join(n.to_bytes(3, "little", signed=True) for n in steps)
    path = wave(tmp_path / "x.wav", MONO_24, data + pad + behind)
    header = read_header(path)
    assert (header.frames, header.problems) == (5, ())
    assert header.description == ("late" if b"late" in behind else "")
    with open_source(path) as source:
        assert source.read(0, 5)[0].tolist() == [n / 2**23 for n in steps]


@pytest.mark.parametrize("form", ["WAV", "WAVEX", "RF64", "AIFF", "W64", "AU"])
def test_a_truncated_copy_is_said_to_be(tmp_path: Path, form: str) -> None:
    path = sound(tmp_path / "x", form=form)
    os.truncate(path, path.stat().st_size // 2)
    held = soundfile.info(path).frames
    header = read_header(path)
    assert header.frames == FRAMES
    assert header.problems == (f"truncated: header claims {FRAMES} frames, the file holds {held}",)
    assert examine(path).damage


@pytest.mark.parametrize("subtype", ["PCM_16", "PCM_24"])
@pytest.mark.parametrize("kind", ["noise", "silence", "sine"])
@pytest.mark.parametrize("part", [0.3, 0.5, 0.9])
def test_a_flac_that_was_cut_off_is_found_out_unread(
    tmp_path: Path, subtype: str, kind: str, part: float
) -> None:
    frames = 200_003
    rng = np.random.default_rng(2)
    samples = {
        "noise": rng.uniform(-0.5, 0.5, (frames, 2)),
        "silence": np.zeros((frames, 2)),
        "sine": np.sin(np.arange(frames) / 30)[:, None] * [0.3, 0.2],
    }[kind]
    path = tmp_path / "x.flac"
    soundfile.write(path, samples, 48_000, subtype=subtype)
    assert not read_header(path).problems
    size = path.stat().st_size
    with path.open("ab") as file:
        file.write(b"TAG" + bytes(125))  # ID3v1, which some programs leave behind the last frame
    assert not read_header(path).problems
    os.truncate(path, int(size * part))
    [problem] = read_header(path).problems
    assert problem == examine(path).damage
    said, near = problem.rsplit(" ", 1)
    assert said == f"truncated: header claims {frames} frames, the file breaks off near frame"
    decodable = 0
    with open_sound(path) as file, suppress(RuntimeError):
        while read := len(file.read(256)):
            decodable += read
    assert abs(int(near) - decodable) <= 2 * 4_096


def test_a_flac_that_ends_before_its_first_frame_is_truncated(tmp_path: Path) -> None:
    path = sound(tmp_path / "x.flac", form="FLAC")
    os.truncate(path, 60)
    assert examine(path).damage.endswith("breaks off near frame 0")


def test_a_flac_whose_frames_are_numbered_wrong_is_not_called_truncated(tmp_path: Path) -> None:
    """Some encoders begin to count again on the way: libFLAC decodes such a file, and so it is left alone."""
    path = tmp_path / "x.flac"
    soundfile.write(path, np.random.default_rng(2).uniform(-0.5, 0.5, 98 * 4_096), 48_000)
    content = bytearray(path.read_bytes())
    heads = [at for at in range(len(content) - 8) if content[at : at + 4] == b"\xff\xf8\xca\x08"]
    for at in heads:
        content[at + 4] &= 0x0F
        content[at + 5] = crc8(content[at : at + 5])
    path.write_bytes(content)
    assert len(heads) == 98
    assert not read_header(path).problems


def test_a_flac_whose_blocks_are_longer_than_it_says_is_not_called_truncated(tmp_path: Path) -> None:
    path = tmp_path / "x.flac"
    soundfile.write(path, np.random.default_rng(2).uniform(-0.5, 0.5, 98 * 4_096), 48_000)
    content = bytearray(path.read_bytes())
    content[8:12] = struct.pack(">HH", 1_024, 1_024)
    path.write_bytes(content)
    assert soundfile.info(path).frames == len(soundfile.read(path)[0]) == 98 * 4_096
    assert not read_header(path).problems


def crc8(header: bytes) -> int:
    """The checksum of a FLAC frame's header, bit by bit as a division."""
    remainder = int.from_bytes(header) << 8
    for bit in range(remainder.bit_length() - 1, 7, -1):
        if remainder >> bit & 1:
            remainder ^= 0x107 << (bit - 8)
    return remainder


@pytest.mark.parametrize("subtype", ["VORBIS", "OPUS"])
def test_an_ogg_that_ends_inside_a_page_is_truncated(tmp_path: Path, subtype: str) -> None:
    path = sound(tmp_path / "x.ogg", form="OGG", subtype=subtype)
    os.truncate(path, path.stat().st_size - 100)
    assert "truncated: the file ends in the middle of a page" in complaint(path)
    path.write_bytes(b"\0OggS"[1:])
    assert complaint(path).endswith("convert it to WAV or FLAC.")


@pytest.mark.parametrize("subtype", ["PCM_24", "ALAC_24"])
def test_a_caf_that_was_cut_off_is_truncated(tmp_path: Path, subtype: str) -> None:
    path = sound(tmp_path / "x.caf", form="CAF", subtype=subtype)
    size = path.stat().st_size
    os.truncate(path, size - size // 3)
    assert "truncated: header claims " in complaint(path)


@pytest.mark.parametrize(
    ("form", "subtype"),
    [
        ("AIFF", "IMA_ADPCM"),
        ("AIFF", "DWVW_24"),
        ("AU", "G721_32"),
        ("W64", "MS_ADPCM"),
        ("VOC", "PCM_16"),
        ("SDS", "PCM_24"),
        ("PAF", "PCM_24"),
        ("CAF", "ALAW"),
    ],
)
def test_what_is_packed_is_found_cut_off(tmp_path: Path, form: str, subtype: str) -> None:
    path = sound(tmp_path / "x", form=form, subtype=subtype, channels=1)
    whole = open_source(path).frames
    os.truncate(path, path.stat().st_size * 2 // 3)
    assert "truncated: " in complaint(path)
    with pytest.raises(DamagedFileError):
        open_source(path)
    with open_source(path, damaged=True) as source:
        assert source.frames < whole or form == "SDS"  # whose missing packets are silent


@pytest.mark.parametrize("form", ["WAV", "RF64", "AIFF", "CAF"])
def test_files_put_one_behind_the_other_are_not_taken_for_the_first(tmp_path: Path, form: str) -> None:
    path = sound(tmp_path / "x", form=form)
    content = path.read_bytes()
    path.write_bytes(content + content)
    [problem] = read_header(path).problems
    assert problem == examine(path).damage and ("another file begins" in problem or form == "CAF")
    with pytest.raises(DamagedFileError):
        open_source(path)
    with open_source(path, damaged=True) as source:
        assert source.frames == FRAMES


@pytest.mark.parametrize("size", [70_000, 300_001])
def test_what_a_card_had_set_aside_behind_a_file_is_no_sound(tmp_path: Path, size: int) -> None:
    path = sound(tmp_path / "x.wav")
    whole = path.read_bytes()
    path.write_bytes(whole + bytes(size))
    assert (read_header(path).frames, read_header(path).problems) == (FRAMES, ())
    path.write_bytes(whole + bytes(size) + b"\1")
    assert "bytes follow that are no chunk" in read_header(path).problems[0]


@pytest.mark.parametrize(("form", "mark", "behind"), [("AU", b".snd", 0), ("AIFF", b"SSND", 4)])
def test_samples_that_begin_behind_the_end_are_none(
    tmp_path: Path, form: str, mark: bytes, behind: int
) -> None:
    path = sound(tmp_path / "x", form=form)
    content = bytearray(path.read_bytes())
    at = content.index(mark) + 4 + behind
    content[at : at + 4] = b"\x70\0\0\0"
    path.write_bytes(content)
    with pytest.raises(DamagedFileError):
        open_source(path)
    with open_source(path, damaged=True) as source:
        assert source.frames == 0


def test_an_mp3_in_a_wave_that_loses_its_place_is_found_out(tmp_path: Path) -> None:
    """Its `fact` chunk says how many frames there are; the decoder just ends."""
    coded = sound(tmp_path / "x.mp3", form="MP3", subtype="MPEG_LAYER_III").read_bytes()
    body = struct.pack("<HHIIHHHHIHHH", 0x55, 2, 48_000, 16_000, 1, 0, 12, 1, 2, 384, 1, 1393)
    fact = chunk(b"fact", struct.pack("<I", 7 * FRAMES))
    path = wave(tmp_path / "x.wav", chunk(b"fmt ", body), fact, chunk(b"data", coded))
    with pytest.raises(DamagedFileError, match=f"header claims {7 * FRAMES} frames"):
        open_source(path)
    wave(path, chunk(b"fmt ", body), chunk(b"fact", struct.pack("<I", FRAMES)), chunk(b"data", coded))
    with open_source(path) as source:
        assert abs(source.frames - FRAMES) < 2_304


@pytest.mark.parametrize("cut", [1, 1_000])
def test_an_mp3_that_lacks_its_last_bytes_is_truncated(tmp_path: Path, cut: int) -> None:
    path = sound(tmp_path / "x.mp3", form="MP3", subtype="MPEG_LAYER_III")
    os.truncate(path, path.stat().st_size - cut)
    assert "truncated: " in complaint(path)


def test_a_caf_of_no_known_length_goes_to_its_end(tmp_path: Path) -> None:
    """Core Audio and ffmpeg leave -1 there, which the last chunk may have; libsndfile opens none."""
    path = sound(tmp_path / "x.caf", form="CAF")
    content = bytearray(path.read_bytes())
    at = content.index(b"data") + 4
    content[at : at + 8] = b"\xff" * 8
    path.write_bytes(content)
    assert read_header(path).problems == (STREAMED.format(FRAMES),)
    with open_source(path) as source:
        assert np.array_equal(
            source.read(0, FRAMES), soundfile.read(sound(tmp_path / "y.caf", form="CAF"))[0].T
        )


@pytest.mark.parametrize("name", ["x.snd", "x.au", "x.vox", "x.gsm"])
def test_a_name_makes_no_sound_of_what_has_no_header(tmp_path: Path, name: str) -> None:
    """libsndfile opens anything of such a name."""
    path = tmp_path / name
    path.write_bytes(np.random.default_rng(1).bytes(5_000))
    with pytest.raises(AudioFileError, match=f"'{name}' is not a sound file"):
        read_header(path)


@pytest.mark.parametrize("size", [1, 100, 100_000])
def test_a_file_of_zeros_is_said_to_be_one(tmp_path: Path, size: int) -> None:
    path = tmp_path / "x.wav"
    path.write_bytes(bytes(size))
    assert complaint(path) == "'x.wav' begins with nothing but zeros, no header: copy or export it again."


def complaint(path: Path) -> str:
    """All that is said of a damaged file, whether it opens or not."""
    try:
        return " ".join(read_header(path).problems)
    except AudioFileError as error:
        return str(error)


@pytest.mark.parametrize("subtype", ["PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE"])
@pytest.mark.parametrize("channels", [1, 2])
def test_the_samples_of_a_w64_are_those_of_libsndfile(tmp_path: Path, subtype: str, channels: int) -> None:
    path = sound(tmp_path / "x.w64", form="W64", subtype=subtype, channels=channels)
    with open_source(path) as source:
        assert np.array_equal(source.read(0, FRAMES), soundfile.read(path, always_2d=True)[0].T)


@pytest.mark.parametrize("riff_size", [0, 8, 36, 0xFFFFFFFF])
@pytest.mark.parametrize("samples", [bytes(4_000), b"\x12\x34" * 2_000])
def test_a_recorder_that_lost_power_never_closed_its_file(
    tmp_path: Path, riff_size: int, samples: bytes
) -> None:
    path = wave(tmp_path / "x.wav", FMT, chunk(b"data", b"", 0), samples, size=riff_size)
    assert read_header(path).problems == (
        "never closed: the data size is 0 while 4000 bytes follow, 2000 frames to the end of the file",
    )
    assert read_header(path).frames == 0


def test_an_aiff_that_was_never_closed(tmp_path: Path) -> None:
    path = sound(tmp_path / "x", form="AIFF")
    content = bytearray(path.read_bytes())
    at = content.index(b"COMM") + 10
    content[at : at + 4] = bytes(4)
    path.write_bytes(content)
    assert read_header(path).problems[0].startswith("never closed: the data size is 0 while")


def test_an_aiff_that_holds_more_than_it_claims(tmp_path: Path) -> None:
    path = sound(tmp_path / "x", form="AIFF")
    content = bytearray(path.read_bytes())
    at = content.index(b"COMM") + 10
    content[at : at + 4] = struct.pack(">I", 440)
    path.write_bytes(content)
    assert read_header(path).problems == (f"header claims 440 frames, the file holds {FRAMES}",)


@pytest.mark.parametrize("more", [b"", chunk(b"LIST", b"INFOIART")])
def test_a_file_without_frames_says_so(tmp_path: Path, more: bytes) -> None:
    path = wave(tmp_path / "x.wav", FMT, chunk(b"data", b""), more)
    assert (read_header(path).frames, read_header(path).problems) == (0, ("0 frames",))


@pytest.mark.parametrize(("data", "riff"), [(0xFFFFFFFF, 0xFFFFFFFF), (0x7FFFF000, 0x7FFFF024)])
def test_a_streamed_file_holds_what_it_holds(tmp_path: Path, data: int, riff: int) -> None:
    """As ffmpeg and sox write them into a pipe."""
    path = wave(tmp_path / "x.wav", FMT, chunk(b"data", bytes(2_000), data), size=riff)
    header = read_header(path)
    assert header.frames == soundfile.info(path).frames == 1_000
    assert header.problems == ("streamed: the header gives no length, the file holds 1000 frames",)
    assert not examine(path).damage


def test_a_huge_claim_is_not_believed(tmp_path: Path) -> None:
    path = wave(tmp_path / "x.wav", FMT, chunk(b"data", bytes(2_000), 0xFFFF0000))
    assert read_header(path).problems == (
        f"truncated: header claims {0xFFFF0000 // 2} frames, the file holds 1000",
    )


STREAMED = "streamed: the header gives no length, the file holds {} frames"


@pytest.mark.parametrize(
    "size", [0x7FFFF000, 0x7FFFFF00, 0x7FFFFFFF, 0x80000000, 0xFFFFFFD7, 0xFFFFFFFE, 0xFFFFFFFF]
)
def test_a_size_that_no_writer_knew_goes_to_the_end_of_the_file(tmp_path: Path, size: int) -> None:
    path = wave(tmp_path / "x.wav", FMT, chunk(b"data", bytes(2_000), size), size=min(size + 36, 0xFFFFFFFF))
    assert read_header(path).problems == (STREAMED.format(1000),)
    with open_source(path) as source:
        assert source.frames == 1_000


def test_a_stream_past_4_gib_goes_to_its_end(tmp_path: Path) -> None:
    path = wave(tmp_path / "x.wav", FMT, chunk(b"data", bytes(2_000), 0xFFFFFFFF), size=0xFFFFFFFF)
    os.truncate(path, path.stat().st_size + 2**32)  # sparse: takes no room
    assert read_header(path).problems == (STREAMED.format(2**31 + 1_000),)


@pytest.mark.parametrize("claimed", [2**63 - 1, 2**64 - 1, 2**64 - 2])
def test_an_rf64_that_claims_more_than_any_disk_holds(tmp_path: Path, claimed: int) -> None:
    sizes = chunk(b"ds64", struct.pack("<QQQI", claimed, claimed, claimed // 2, 0))
    data = chunk(b"data", bytes(2_000), 0xFFFFFFFF)
    path = wave(tmp_path / "x.wav", sizes, FMT, data, magic=b"RF64")
    assert read_header(path).problems == (STREAMED.format(1000),)


@pytest.mark.parametrize("claimed", [2**63 - 1, 2**63 - 60])
def test_a_caf_whose_chunk_ends_beyond_any_disk_is_read_or_refused(tmp_path: Path, claimed: int) -> None:
    path = tmp_path / "x.caf"
    path.write_bytes(b"caff\0\1\0\0" + b"free" + struct.pack(">q", claimed) + bytes(50))
    reads_or_refuses(path)


def test_a_wave_written_past_4_gib_is_found_out(tmp_path: Path) -> None:
    path = wave(tmp_path / "x.wav", FMT, chunk(b"data", bytes(2_000)))
    os.truncate(path, path.stat().st_size + 2**32)  # sparse: takes no room
    assert read_header(path).problems == (
        f"header claims 1000 frames, but {2**32} bytes follow that are no chunk, "
        f"{2**31 + 1000} frames to the end of the file",
    )


def test_an_rf64_past_4_gib_is_read(tmp_path: Path) -> None:
    data = 5 * 2**30
    sizes = chunk(b"ds64", struct.pack("<QQQI", data + 72, data, data // 2, 0))
    path = wave(
        tmp_path / "x.wav", sizes, FMT, chunk(b"data", b"", 0xFFFFFFFF), magic=b"RF64", size=0xFFFFFFFF
    )
    os.truncate(path, path.stat().st_size + data)
    header = read_header(path)
    assert (header.format, header.frames, header.problems) == ("RF64", data // 2, ())
    assert soundfile.info(path).frames == data // 2


def test_a_flac_that_does_not_know_its_length(tmp_path: Path) -> None:
    path = sound(tmp_path / "x.flac", form="FLAC")
    content = bytearray(path.read_bytes())
    content[21] &= 0xF0
    content[22:26] = bytes(4)
    path.write_bytes(content)
    assert read_header(path).problems == ("the header does not say how long it is",)


def test_a_flac_with_more_frames_than_its_bytes_can_hold(tmp_path: Path) -> None:
    path = sound(tmp_path / "x.flac", form="FLAC")
    content = bytearray(path.read_bytes())
    content[21] |= 0x0F
    path.write_bytes(content)
    [problem] = read_header(path).problems
    assert problem.startswith("the header claims 6442") and problem.endswith("can hold")


@pytest.mark.parametrize("content", [b"ftypM4A ", b"%PDF-1.7", b"RIFF\0\0\0\0AVI ", b"RIFF"])
def test_what_is_no_sound_file_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.m4a"
    path.write_bytes(content)
    with pytest.raises(AudioFileError) as error:
        read_header(path)
    assert str(error.value) == (
        "'x.m4a' is not a sound file that libsndfile opens: convert it to WAV or FLAC."
    )


def test_only_regular_files_are_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.wav")
    for path, words in [
        (tmp_path / "pipe.wav", "'pipe.wav' is a folder, pipe or device"),
        (tmp_path, "is a folder, pipe or device"),
        (Path("/dev/null"), "is a folder, pipe or device"),
        (tmp_path / "gone.wav", "'gone.wav' is not there"),
        (tmp_path / "\0.wav", "could not be read"),
        (tmp_path / "pipe.wav" / "x.wav", "'x.wav' is not there"),
    ]:
        with pytest.raises(AudioFileError, match=words):
            read_header(path)


def test_an_empty_file_is_called_empty(tmp_path: Path) -> None:
    (tmp_path / "x.wav").touch()
    with pytest.raises(AudioFileError, match=r"'x.wav' is empty"):
        read_header(tmp_path / "x.wav")


def test_a_file_named_raw_is_refused_rather_than_guessed_at(tmp_path: Path) -> None:
    (tmp_path / "x.raw").write_bytes(b"\x01\x02" * 500)
    with pytest.raises(AudioFileError, match=r"is not a sound file"):
        read_header(tmp_path / "x.raw")


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names there are Unicode")
def test_a_name_that_is_no_utf_8_opens(tmp_path: Path) -> None:
    source = sound(tmp_path / "x.ogg", form="OGG", subtype="VORBIS")
    name = os.fsencode(tmp_path) + b"/b\xe4ss.ogg"
    os.rename(source, name)
    assert read_header(Path(os.fsdecode(name))).frames == FRAMES


@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="needs ffmpeg")
def test_ffmpeg_agrees_on_a_broadcast_wave_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "x.wav"
    tone = ["-f", "lavfi", "-i", "sine=duration=0.5:sample_rate=48000"]
    tags = ["-write_bext", "1", "-metadata", "time_reference=172800", "-metadata", "description=Take 3"]
    subprocess.run(["ffmpeg", "-v", "error", *tone, *tags, path], check=True)
    header = read_header(path)
    assert (header.time_reference, header.description, header.frames) == (172_800, "Take 3", 24_000)


@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="needs ffmpeg")
def test_ffmpeg_streaming_to_a_pipe_is_recognised(tmp_path: Path) -> None:
    tone = ["-f", "lavfi", "-i", "sine=duration=0.5:sample_rate=48000"]
    streamed = subprocess.run(
        ["ffmpeg", "-v", "error", *tone, "-f", "wav", "-"], check=True, capture_output=True
    )
    (tmp_path / "x.wav").write_bytes(streamed.stdout)
    header = read_header(tmp_path / "x.wav")
    assert header.frames == 24_000
    assert header.problems == ("streamed: the header gives no length, the file holds 24000 frames",)


SEEDS = st.sampled_from(["WAV", "WAVEX", "RF64", "AIFF", "FLAC", "W64", "CAF", "AU"])


def reads_or_refuses(path: Path) -> None:
    """Whatever a file holds, the answer is a header or an AudioFileError."""
    try:
        header = read_header(path)
    except AudioFileError as error:
        assert str(error)
    else:
        assert header.frames >= 0
        assert all(header.problems)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    form=SEEDS,
    edits=st.lists(st.tuples(st.integers(0, 120), st.integers(0, 255)), max_size=6),
    cut=st.floats(0, 1),
)
def test_a_mutated_header_never_surprises(
    tmp_path: Path, form: str, edits: list[tuple[int, int]], cut: float
) -> None:
    content = bytearray(sound(tmp_path / "x", form=form, subtype="PCM_16").read_bytes())
    for at, value in edits:
        content[at] = value
    (tmp_path / "x").write_bytes(content[: int(len(content) * cut)])
    reads_or_refuses(tmp_path / "x")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    magic=st.sampled_from(
        [b"RIFF....WAVE", b"RF64....WAVE", b"RIFX....WAVE", b"FORM....AIFF", b"FORM....AIFC", b"fLaC"]
    ),
    chunks=st.lists(
        st.tuples(
            st.sampled_from([b"fmt ", b"data", b"bext", b"ds64", b"LIST", b"COMM", b"SSND"]),
            st.integers(0, 2**32 - 1) | st.integers(0, 40),
            st.binary(max_size=60),
        ),
        max_size=6,
    ),
)
def test_random_chunks_never_surprise(
    tmp_path: Path, magic: bytes, chunks: list[tuple[bytes, int, bytes]]
) -> None:
    body = b"".join(name + struct.pack("<I", size) + content for name, size, content in chunks)
    (tmp_path / "x").write_bytes(magic + body)
    reads_or_refuses(tmp_path / "x")


def test_a_long_file_of_nothing_takes_no_time(tmp_path: Path) -> None:
    path = wave(tmp_path / "x.wav", FMT, chunk(b"junk", b"") * 200_000)
    os.truncate(path, 2**33)
    reads_or_refuses(path)
