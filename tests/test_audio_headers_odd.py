"""Headers that are odd, or false in ways that other facts show: streams, packed forms, files put together."""

import os
import re
import struct
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from stemtui.audio.formats.forms import read_claims
from stemtui.audio.pictures.surveying import survey
from stemtui.audio.samples.headers import examine, read_header
from stemtui.audio.samples.source import open_source
from stemtui.errors import AudioFileError, DamagedFileError
from tests.headers import FMT, FRAMES, chunk, complaint, sound, wave

STREAMED = "streamed: the header gives no length, the file holds {} frames"


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
        ("AVR", "PCM_16"),
        ("MPC2K", "PCM_16"),
        ("NIST", "PCM_24"),
        ("SVX", "PCM_16"),
        ("MAT5", "PCM_16"),
        ("MAT4", "DOUBLE"),
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


def test_what_lies_behind_the_sound_that_is_stated_is_not_read_as_silence(tmp_path: Path) -> None:
    """libsndfile goes on to the end of the file, which may be a hole."""
    forms = (("MPC2K", "PCM_16"), ("SVX", "PCM_16"), ("VOC", "PCM_16"), ("AU", "G721_32"), ("AU", "PCM_24"))
    for form, subtype in forms:
        path = sound(tmp_path / "x", form=form, subtype=subtype, channels=1)
        assert not complaint(path)
        os.truncate(path, path.stat().st_size + 2**20)
        assert examine(path).damage
        with pytest.raises(DamagedFileError):
            open_source(path)


@pytest.mark.parametrize(
    ("form", "subtype"),
    [("OGG", "VORBIS"), ("OGG", "OPUS"), ("FLAC", "PCM_24"), ("MP3", "MPEG_LAYER_III")],
)
@pytest.mark.parametrize("hole", [2**21, 2**38])
def test_a_hole_behind_a_stream_is_not_searched_to_its_end(
    tmp_path: Path, form: str, subtype: str, hole: int
) -> None:
    """Its size may be anything, and to read all of it may take hours."""
    path = sound(tmp_path / "x", form=form, subtype=subtype)
    for is_cut in (False, True):
        if is_cut:
            os.truncate(path, 3_000)
        os.truncate(path, path.stat().st_size + hole)
        with suppress(AudioFileError), open_source(path) as source:
            assert source.frames in (FRAMES, 0)
        if hole > 2**30:
            assert re.search("does not open, the last 65[0-9]{3} bytes and more", complaint(path))


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


def test_of_one_ogg_stream_behind_another_the_first_alone_is_read(tmp_path: Path) -> None:
    first, second = (sound(tmp_path / name, form="OGG", subtype="VORBIS") for name in ("x.ogg", "y.ogg"))
    assert read_header(first).problems == ()
    whole, other = first.read_bytes(), bytearray(second.read_bytes())
    other[14:18] = bytes(byte ^ 1 for byte in whole[14:18])
    first.write_bytes(whole + other)
    said = "it holds one stream behind the other; those behind the first are not read"
    assert read_header(first).problems == (said,)
    with pytest.raises(DamagedFileError, match=said):
        open_source(first)
    # a picture's stream beside it begins with it, and may end behind it
    page = b"OggS\0\2" + bytes(8) + b"else" + bytes(8) + b"\1\5video"
    first.write_bytes(page + whole + page[:5] + b"\4" + page[6:])
    with first.open("rb") as file:
        assert read_claims(file, first.stat().st_size).damage == ""
    first.write_bytes(page + whole + page[:-1])
    with first.open("rb") as file:
        assert read_claims(file, first.stat().st_size).damage.startswith("truncated: ")


def test_a_gsm_of_an_odd_number_of_blocks_is_whole(tmp_path: Path) -> None:
    """libsndfile calls it truncated, for the byte that evens it out."""
    path = tmp_path / "x.wav"
    soundfile.write(path, np.sin(np.arange(8_000) / 9), 8_000, subtype="GSM610")
    assert read_header(path).problems == ()
    path.write_bytes(path.read_bytes()[:-200])
    assert "truncated: " in read_header(path).problems[0]


@pytest.mark.parametrize("start", [0, 16, 24])
def test_samples_never_begin_in_the_header(tmp_path: Path, start: int) -> None:
    path = sound(tmp_path / "x.au", form="AU")
    samples = soundfile.read(path, always_2d=True)[0]
    whole = bytearray(path.read_bytes())
    whole[4:8] = struct.pack(">I", start)
    path.write_bytes(whole)
    with open_source(path) as source:
        assert source.frames == FRAMES
        assert np.array_equal(source.read(0, FRAMES).T, samples)


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


@pytest.mark.parametrize("seed", [1, 3, 4])
def test_an_mp3_that_goes_on_in_what_is_no_frame_is_not_just_shorter(tmp_path: Path, seed: int) -> None:
    """Its decoder ends there without a word; of a few bytes, nobody knows whether they were a tag."""
    path = sound(tmp_path / "x.mp3", form="MP3", subtype="MPEG_LAYER_III")
    untold = path.read_bytes().replace(b"Xing", b"none").replace(b"Info", b"none")  # as written to a pipe
    noise = np.random.default_rng(seed).bytes(60_000)
    path.write_bytes(untold + noise[:2_000])
    with open_source(path) as source:
        whole = source.frames
    path.write_bytes(untold + noise)
    with pytest.raises(DamagedFileError, match=f"breaks off at frame {whole} .60000 bytes behind its last"):
        open_source(path)
    with open_source(path, damaged=True) as source:
        assert source.frames == whole


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


def samples(frames: int) -> bytes:
    """As many mono samples of 16 bit."""
    return np.random.default_rng(2).integers(-9_000, 9_000, frames, np.int16).tobytes()


@pytest.mark.parametrize(
    "behind",
    [
        chunk(b"LIST", b"INFOISFT" + struct.pack("<I", 14) + b"Lavf60.16.100\0"),
        chunk(b"iXML", b"<BWFXML/>"),
        chunk(b"bext", bytes(602)) + chunk(b"LIST", b"INFO"),
    ],
)
def test_a_size_of_data_that_counts_the_chunks_behind_it_is_damage(tmp_path: Path, behind: bytes) -> None:
    """What a writer put there would be heard as a burst of noise."""
    sound = samples(5_000)
    path = wave(tmp_path / "x.wav", FMT, chunk(b"data", sound, len(sound) + len(behind)) + behind)
    said = f"the last {len(behind)} bytes of that are no sound: 5000 frames before them"
    assert said in complaint(path)
    with pytest.raises(DamagedFileError, match=said):
        open_source(path)
    with open_source(path, damaged=True) as source:
        assert source.frames == 5_000


@pytest.mark.parametrize(
    "behind", [chunk(b"LIST", b"INFO"), chunk(b"fact", bytes(4)), chunk(b"iXML", b"<a/>!")]
)
def test_a_chunk_behind_the_sound_may_be_smaller_than_a_frame(tmp_path: Path, behind: bytes) -> None:
    """A frame of a recorder's 16 channels has 48 bytes, and one of 5.1 in floats 24."""
    form = chunk(b"fmt ", struct.pack("<HHIIHH", 1, 16, 48_000, 48 * 48_000, 48, 24))
    path = wave(tmp_path / "x.wav", form, chunk(b"data", samples(24 * 100)) + behind)
    assert read_header(path).problems == ()
    with open_source(path) as source:
        assert source.frames == 100


def test_a_name_of_a_chunk_amid_sound_is_sound(tmp_path: Path) -> None:
    path = wave(tmp_path / "x.wav", FMT, chunk(b"data", samples(500) + b"LIST" * 3 + samples(500)))
    assert read_header(path).problems == ()


@pytest.mark.parametrize("between", [b"", chunk(b"LIST", b"INFO")])
def test_samples_in_a_second_chunk_are_not_lost_in_silence(tmp_path: Path, between: bytes) -> None:
    path = wave(tmp_path / "x.wav", FMT, chunk(b"data", samples(500)), between, chunk(b"data", samples(500)))
    assert "it holds samples in 2 places; those from byte 10" in complaint(path)
    with pytest.raises(DamagedFileError, match="not read"):
        open_source(path)


def test_an_empty_second_chunk_of_samples_loses_nothing(tmp_path: Path) -> None:
    path = wave(tmp_path / "x.wav", FMT, chunk(b"data", samples(500)), chunk(b"data", b""))
    assert read_header(path).problems == ()


def test_two_forms_of_the_same_samples_are_a_contradiction(tmp_path: Path) -> None:
    other = chunk(b"fmt ", struct.pack("<HHIIHH", 1, 2, 48_000, 192_000, 4, 16))
    data = chunk(b"data", samples(500))
    assert "names 2 forms of its samples" in complaint(wave(tmp_path / "x.wav", FMT, other, data))
    assert read_header(wave(tmp_path / "x.wav", FMT, FMT, data)).problems == ()


ID3 = b"ID3\x03\0\0\0\0\x07\x76" + bytes(1_014)


@pytest.mark.parametrize("form", ["WAV", "AIFF", "FLAC", "RF64"])
def test_a_file_behind_a_tag_is_read_and_proven_like_any_other(tmp_path: Path, form: str) -> None:
    """Some programs put the tag of an MP3 before other files too."""
    bare = sound(tmp_path / "x", form=form)
    with open_source(bare) as source:
        expected = source.read(0, FRAMES)
    tagged = tmp_path / f"x.{form.lower()}"
    tagged.write_bytes(ID3 + bare.read_bytes())
    assert replace(read_header(bare), format="") == replace(read_header(tagged), format="")
    with open_source(tagged) as source:
        assert np.array_equal(source.read(0, FRAMES), expected)
    os.truncate(tagged, tagged.stat().st_size * 2 // 3)
    assert "truncated: header claims 4801 frames" in complaint(tagged)


@pytest.mark.parametrize("rate", [1, 999, 1_536_001, 10_000_001])
def test_a_rate_that_no_sound_has_is_refused(tmp_path: Path, rate: int) -> None:
    """A second of it would be hours, or take hours to measure."""
    form = chunk(b"fmt ", struct.pack("<HHIIHH", 1, 1, rate, 2 * rate, 2, 16))
    path = wave(tmp_path / "x.wav", form, chunk(b"data", samples(500)))
    with pytest.raises(AudioFileError, match=r"'x\.wav' claims a sample rate of [0-9 ]+ Hz, which no sound"):
        open_source(path, damaged=True)


@pytest.mark.parametrize("rate", [1_000, 768_000, 1_536_000])
def test_a_rate_that_some_sound_has_is_read(tmp_path: Path, rate: int) -> None:
    form = chunk(b"fmt ", struct.pack("<HHIIHH", 1, 1, rate, 2 * rate, 2, 16))
    path = wave(tmp_path / "x.wav", form, chunk(b"data", samples(500)))
    overview = survey(path)
    assert overview is not None and overview.frames == 500


SAID = {
    b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n": "fetch it with `git lfs pull`",
    b"\0\x05\x16\x07\0\x02\0\0Mac OS X": "copy the file that it belongs to",
    b"\0\0\0\x20ftypM4A \0\0\0\0": "MPEG-4 (M4A, say): convert it to WAV or FLAC",
    b"<!DOCTYPE html><html><body>404</body></html>": "a page or a text: copy or download it again",
    b"Dear engineer, see you.\n" * 9: "a page or a text: copy or download it again",
    b"PK\x03\x04": "a zip archive: unpack it",
    b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0": "the header of a WAV without its samples: copy or export it again",
    b"FORM\0\0\0\x24AIFFCOMM": "the header of an AIFF without its samples: copy or export it again",
    b"RIFF\x10\0\0\0WAVEdata\x04\0\0\0abcd": "a WAV whose header does not say what its samples are",
    # Windows Media in a WAV, big-endian and not, and Apple's MACE in an AIFF
    b"RIFF\x28\0\0\0WAVE"
    + chunk(b"fmt ", struct.pack("<HHIIHH", 0x161, 2, 48_000, 24_000, 4, 16))
    + chunk(
        b"data", bytes(800)
    ): "a WAV whose samples are coded in a form that is not opened here: convert it",
    b"RIFX\0\0\0\x28WAVEfmt \0\0\0\x10"
    + struct.pack(">HHIIHH", 0x161, 2, 48_000, 24_000, 4, 16)
    + b"data\0\0\0\x08abcdefgh": "a WAV whose samples are coded in a form that is not opened here",
    b"FORM\0\0\0\x3eAIFCCOMM\0\0\0\x18\0\2\0\0\0\2\0\x10@\x0e\xbb\x80\0\0\0\0\0\0MAC3\0\0"
    b"SSND\0\0\0\x10\0\0\0\0\0\0\0\0abcdefgh": "an AIFF whose samples are coded in a form that is not opened",
    b"/annex/objects/SHA256E-s100--00.wav\n": "fetch it with `git annex get`",
    b"; Sample Rate 48000\r\n; Channels 1\r\n" + b"  0.1  0.2\r\n" * 40: "a text of samples, as sox writes",
    b"%PDF-1.7": "a document or a picture: copy or download it again",
    b"RIFF\0\0\0\0AVI ": "a film, or a container for one: convert it to WAV or FLAC, with ffmpeg say",
    b"MThd\0\0\0\6\0\1": "MIDI: notes, and no sound: print what it plays to WAV",
    bytes.fromhex(
        "3026b2758e66cf11a6d900aa0062ce6c"
    ): "Windows Media (WMA): convert it to WAV or FLAC, with ffmpeg",
    b"\x1aE\xdf\xa3": "Matroska or WebM",
    b"#!AMR\n": "AMR, as phones record speech",
    b"\0\0\0\x18ftyp3gp4": "a 3GP of a phone",
    b"DSD \x1c\0\0\0\0\0\0\0": "DSD, one bit a sample",
    b"FRM8" + bytes(8) + b"DSD FVER": "DSD, one bit a sample",
    b"wvpk": "WavPack",
    b"\x0b\x77": "Dolby Digital",
    b"\xff\xf1\x50\x80": "a stream of AAC",
    b"\xff\xf8\xc9\x18": "a stream of FLAC that has lost its header",
    b"\x80\0\0\x24\3\x12\4\1": "ADX, the sound of a game",
    b"OggS\0\2" + bytes(22) + b"\x7fFLAC\1": "FLAC in an Ogg",
    b"ID3\3\0\0\0\0\x10\0" + bytes(2_048): "a tag (ID3) without sound behind it",
    b"HTTP/1.1 200 OK\r\n\r\nRIFF\x24\0\0\0WAVEfmt ": "a WAV behind 19 bytes of something else",
}


@pytest.mark.parametrize("content", SAID)
def test_what_is_no_sound_is_called_what_it_is(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.wav").write_bytes(content)
    assert SAID[content] in complaint(tmp_path / "x.wav")
    assert "'x.wav'" in complaint(tmp_path / "x.wav")


@pytest.mark.parametrize("order", ["BIG", "LITTLE"])
@pytest.mark.parametrize("form", ["MAT4", "MAT5"])
@pytest.mark.parametrize("subtype", ["PCM_16", "PCM_32", "FLOAT", "DOUBLE"])
def test_matlab_files_in_either_order_are_whole_or_cut(
    tmp_path: Path, form: str, subtype: str, order: str
) -> None:
    path = tmp_path / "x"
    soundfile.write(path, np.ones((500, 3)) / 4, 48_000, subtype, order, form)
    assert not examine(path).damage and examine(path).header.frames == 500
    os.truncate(path, path.stat().st_size - 20)
    assert "truncated" in examine(path).damage
    os.truncate(path, 200)
    with pytest.raises(AudioFileError):
        open_source(path)


def test_an_instrument_that_says_how_long_it_is_and_was_cut(tmp_path: Path) -> None:
    """libsndfile writes none that says so; trackers do."""
    path = sound(tmp_path / "x", form="XI", subtype="DPCM_16", channels=1)
    content = bytearray(path.read_bytes())
    assert not examine(path).damage
    content[298:302] = struct.pack("<I", 2 * FRAMES)
    path.write_bytes(content)
    assert not examine(path).damage
    os.truncate(path, len(content) - 9)
    assert "truncated" in examine(path).damage


def test_what_libsndfile_opens_and_reads_falsely_is_not_opened(tmp_path: Path) -> None:
    """It takes A-law in an extensible W64 for bare samples, and mixes up the channels of an 8SVX."""
    for channels in (1, 2):
        chan = chunk(b"CHAN", struct.pack(">I", 6), order=">") if channels == 2 else b""
        head = struct.pack(">IIIHBBI", 400, 0, 0, 48_000, 1, 0, 65_536)
        body = chunk(b"VHDR", head, order=">") + chan + chunk(b"BODY", bytes(400 * channels), order=">")
        path = tmp_path / "x.8svx"
        path.write_bytes(b"FORM" + struct.pack(">I", len(body) + 4) + b"8SVX" + body)
        said = f"'x.8svx' is an 8SVX of {channels} channels, which is not opened here"
        assert (said in complaint(path)) == (channels > 1)
    law = sound(tmp_path / "x.w64", form="W64", subtype="ALAW", channels=1)
    assert not complaint(law)
    content = law.read_bytes()
    at = content.index(b"fmt ")
    guid = bytes.fromhex("060000000000100080" + "0000aa00389b71")
    form = struct.pack("<HHIIHHHHI", 0xFFFE, 1, 48_000, 48_000, 1, 8, 22, 8, 4) + guid
    body = content[at : at + 16] + struct.pack("<Q", 24 + len(form)) + form
    size = int.from_bytes(content[at + 16 : at + 24], "little")
    law.write_bytes(content[:at] + body + content[at + -(-size // 8) * 8 :])
    assert "is a W64 whose samples are coded in a form that is not opened here" in complaint(law)


@pytest.mark.parametrize("bits", [12, 20])
def test_a_flac_of_other_words_is_not_called_broken(tmp_path: Path, bits: int) -> None:
    path = sound(tmp_path / "x.flac", form="FLAC", subtype="PCM_24")
    content = bytearray(path.read_bytes())
    packed = int.from_bytes(content[18:26]) & ~(31 << 36) | (bits - 1) << 36
    content[18:26] = packed.to_bytes(8)
    path.write_bytes(content)
    said = f"'x.flac' is a FLAC of {bits} bit, which is not opened here: convert it to WAV, or to FLAC of 16"
    assert said in complaint(path)


@pytest.mark.parametrize("rate", [0, 4_294_967_295])
def test_a_rate_that_the_rest_of_the_header_contradicts_is_what_is_said(tmp_path: Path, rate: int) -> None:
    path = tmp_path / "x.wav"
    soundfile.write(path, np.zeros((100, 2)), 48_000, subtype="PCM_24")
    content = path.read_bytes()
    path.write_bytes(content[:24] + rate.to_bytes(4, "little") + content[28:])
    with pytest.raises(AudioFileError, match=r"'x\.wav' claims a sample rate of [0-9 ]+ Hz, which no sound"):
        read_header(path)


@pytest.mark.parametrize(("form", "subtype"), [("OGG", "VORBIS"), ("W64", "PCM_16")])
def test_the_beginning_of_a_file_is_told_to_be_broken(tmp_path: Path, form: str, subtype: str) -> None:
    """To convert it, as a form that is not opened here, would help nobody."""
    path = tmp_path / "x"
    soundfile.write(path, np.zeros((9_000, 1)), 48_000, format=form, subtype=subtype)
    os.truncate(path, 26)
    with pytest.raises(
        AudioFileError, match=r"'x' is an? (Ogg|sound file) that is broken, or .*: copy it again"
    ):
        read_header(path)
