"""`stemtui order`: what it prints for people and scripts, what it asks on a terminal, and what it writes."""

import base64
import io
import json
import os
import select
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from email import policy
from email.message import EmailMessage
from pathlib import Path
from types import SimpleNamespace

import pytest

from stemtui import manifest
from stemtui.cli import main

pty = pytest.importorskip("pty", reason="pseudo-terminals are a Unix thing")

SAMPLES = Path(__file__).parent.parent / "sample_sessions"
PROMPT, ENOUGH = b": ", 20.0


@pytest.fixture
def song(tmp_path: Path) -> Path:
    """The campaign's manifest without its order."""
    folder = tmp_path / "song"
    folder.mkdir()
    text = (SAMPLES / "campaign" / "stemtui.toml").read_text(encoding="utf-8")
    head, tracks = text.split("[[order]]")[0], text[text.index("[track.kick]") :]
    (folder / "stemtui.toml").write_text(head + tracks, encoding="utf-8")
    shutil.copytree(SAMPLES / "campaign" / "audio", folder / "audio")
    return folder


def written(folder: Path, text: str) -> str:
    (folder / "message.txt").write_text(text, encoding="utf-8")
    return str(folder / "message.txt")


def test_a_script_gets_lines_questions_and_words_not_understood(
    song: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mail = written(song, "the drum stem for Flurbo, TV mix, and bass stem in mono")
    assert main(["order", str(song), mail, "--json", "--reply"]) == 1
    document = json.loads(capsys.readouterr().out)
    keys = ("asked", "deliver", "kind", "channels", "ordered")
    assert [tuple(line[key] for key in keys) for line in document["lines"]] == [
        ("drum stem", "stem.drums", "stem", "stereo", False),
        ("bass stem", "stem.bass", "stem", "mono", False),
    ]
    (question,) = document["questions"]
    assert question["asked"] == "TV mix"
    assert [len(choice["adds"]) for choice in question["choices"]] == [1, 1, 0]
    assert document["not_understood"] == ["Flurbo"]
    assert document["reply"].startswith("Hello,")


@pytest.mark.parametrize(("text", "code"), [("drum stem please", 0), ("the stems", 1), ("hello!", 1)])
def test_the_exit_code_says_whether_anything_is_open(song: Path, text: str, code: int) -> None:
    assert main(["order", str(song), written(song, text)]) == code


MESSAGE = "the drums stem\nthe bass stem – für alle\nno tracks needed\nthe master mix\n"


def sent(*, packed: str, html: bool, encoding: str = "utf-8") -> bytes:
    """The message as a mail program saves it."""
    mail = EmailMessage()
    mail["Received"], mail["From"] = f"from {'a.very.long.name.' * 9}", "Anna <anna@example.com>"
    mail["Subject"] = "für morgen"
    mail.set_content(MESSAGE, charset=encoding, cte=packed)
    if html:
        mail.add_alternative("<p>the <b>guitars stem</b></p>", subtype="html")
    return mail.as_bytes(policy=policy.SMTP)


@pytest.mark.parametrize(
    "data",
    [
        *(MESSAGE.replace("\n", end).encode() for end in ("\r", "\r\n", "\v", "\x85", "\u2028", "\u2029")),
        *(MESSAGE.encode(encoding) for encoding in ("utf-8-sig", "utf-16", "utf-32", "cp1252")),
        b"\xfe\xff" + MESSAGE.encode("utf-16-be"),
        *(sent(packed=how, html=html) for how in ("quoted-printable", "base64") for html in (True, False)),
        sent(packed="8bit", html=False, encoding="cp1252"),
        sent(packed="8bit", html=False).replace(b"=?utf-8?", b"=?x-unknown?").replace(b'"utf-8"', b'"none"'),
    ],
)
def test_a_message_is_the_same_however_it_was_saved(
    song: Path, data: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    (song / "message").write_bytes(data)
    assert main(["order", str(song), str(song / "message"), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [line["deliver"] for line in found["lines"]] == ["stem.drums", "stem.bass", "mix.master"]
    assert (found["questions"], found["declined"]) == ([], ["tracks"])


def test_a_stray_zero_in_a_message_is_left_out_and_told(
    song: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (song / "message").write_bytes(MESSAGE.replace("stem", "st\0em").encode())
    assert main(["order", str(song), str(song / "message"), "--json"]) == 0
    told = capsys.readouterr()
    assert [line["deliver"] for line in json.loads(told.out)["lines"]] == [
        "stem.drums",
        "stem.bass",
        "mix.master",
    ]
    assert "Left out of the message: 2 zero bytes." in told.err


DEEP = b"Content-Type: message/rfc822\n\n" * 20_000
BOXES = b"Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: image/png\n\nx\n--a--\n"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (MESSAGE.encode("utf-16-le"), "is no text that can be read here"),
        (rb"{\rtf1\ansi the drums stem\par}", "is no text that can be read here"),
        (b"\x89PNG\r\n\x1a\n\0\rIHDR" + MESSAGE.encode(), "is no text that can be read here"),
        (b"%PDF-1.7\nthe drums stem", "is no text that can be read here"),
        (BOXES, "holds no text"),
        (DEEP, "holds no text"),
    ],
)
def test_a_message_that_is_no_text_is_refused_in_words(
    song: Path, data: bytes, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = song / "message"
    path.write_bytes(data)
    for arguments in (["order", str(song), str(path)], ["verify", str(song), "--order", str(path)]):
        assert main(arguments) == 1
        assert said in capsys.readouterr().err


def test_without_a_terminal_nothing_is_written(
    song: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (song / "stemtui.toml").read_bytes()
    data = io.BytesIO("drum stem and the vox\x1b[31m".encode("cp1252"))
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=data, isatty=lambda: False))
    assert main(["order", str(song), "-"]) == 1
    out = capsys.readouterr().out
    assert "1  drum stem   Drums    STEM  stereo" in out
    assert "Question 1:" in out
    assert "Nothing is written" in out
    assert "\x1b" not in out
    assert (song / "stemtui.toml").read_bytes() == before


@pytest.mark.parametrize("as_json", [False, True])
def test_a_script_adds_what_is_sure_and_is_told_what_is_open(
    song: Path, capsys: pytest.CaptureFixture[str], as_json: bool
) -> None:
    told = ["--json"] if as_json else []
    text = written(song, "the drum stem in stereo, the instrumental and the vox please")
    assert main(["order", str(song), text, "--add", *told]) == 1
    out = capsys.readouterr().out
    assert ("`vox` does not say STEM or TRACK" in out) and ("Nothing is written" not in out)
    order = manifest.load(song / "stemtui.toml").order
    assert [line.deliver for line in order] == ["stem.drums", "mix.instrumental"]
    before = (song / "stemtui.toml").read_bytes()
    assert main(["order", str(song), written(song, "the drum stem please"), "--add"]) == 0
    assert "Nothing new for the order." in capsys.readouterr().out
    assert (song / "stemtui.toml").read_bytes() == before


def test_a_message_that_cannot_be_read_is_named(song: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["order", str(song), str(song / "nothing.txt")]) == 1
    assert "nothing.txt' cannot be read" in capsys.readouterr().err


def test_a_session_that_has_it_on_its_order_says_so(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["order", str(SAMPLES / "campaign"), written(tmp_path, "the drum stem")]) == 0
    assert "on the order already" in capsys.readouterr().out


class Terminal:
    """A command on a terminal of its own, which is answered a prompt at a time."""

    def __init__(self, *argv: str) -> None:
        self.master, slave = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "stemtui", *argv],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            preexec_fn=lambda: os.close(os.open(os.ttyname(1), os.O_RDWR)),
        )
        os.close(slave)
        self.shown = b""

    def until(self, text: bytes) -> "Terminal":
        end = time.monotonic() + ENOUGH
        while text not in self.shown:
            assert time.monotonic() < end, self.shown
            if select.select([self.master], [], [], 0.1)[0]:
                try:
                    self.shown += os.read(self.master, 65536)
                except OSError:
                    break
        assert text in self.shown, self.shown
        return self

    def types(self, text: str) -> None:
        self.shown = b""
        os.write(self.master, text.encode())

    def ends(self) -> int:
        code = self.process.wait(ENOUGH)
        os.close(self.master)
        return code


def test_on_a_terminal_it_asks_and_writes_what_was_agreed_to(song: Path) -> None:
    mail = written(song, "instrumental mix and vox stem, and the tuba stem")
    terminal = Terminal("order", str(song), mail)
    terminal.until(b"Question 1 of 2: ").until(b"1-5, or enter to leave it open: ").types("9\n")
    terminal.until(b"'9' is not a number from 1 to 5.").until(b"leave it open: ").types("2\n")
    terminal.until(b"Question 2 of 2: ").until(b"this session has none.").until(b"leave it open: ").types(
        "\n"
    )
    terminal.until(b"Write 2 new lines into").types("y\n")
    terminal.until(b"Written: ").until(b"Next: `stemtui check ")
    assert terminal.ends() == 1
    session = manifest.load(song / "stemtui.toml")
    assert [line.deliver for line in session.order] == ["mix.instrumental", "stem.lead_vocal"]
    assert "# Amplifier and DI together" in (song / "stemtui.toml").read_text(encoding="utf-8")


def test_what_others_save_while_it_asks_is_kept(song: Path) -> None:
    terminal = Terminal("order", str(song), written(song, "drum stem"))
    terminal.until(b"Write 1 new line into")
    session = manifest.load(song)
    softer = replace(session.tracks[0], gain_db=-3.0)
    theirs = replace(session, artist="theirs", tracks=(softer, *session.tracks[1:]))
    manifest.save(theirs, song)
    terminal.types("y\n")
    terminal.until(b"Written: ")
    assert terminal.ends() == 0
    now = manifest.load(song)
    assert replace(now, order=()) == replace(theirs, order=())
    assert [line.deliver for line in now.order][-1:] == ["stem.drums"]


def test_on_a_terminal_a_no_writes_nothing(song: Path) -> None:
    before = (song / "stemtui.toml").read_bytes()
    terminal = Terminal("order", str(song), written(song, "drum stem"))
    terminal.until(b"Write 1 new line into").types("n\n")
    terminal.until(b"Nothing is written.")
    assert terminal.ends() == 0
    assert (song / "stemtui.toml").read_bytes() == before


def test_the_reply_is_shown_and_copied(song: Path) -> None:
    terminal = Terminal("order", str(song), written(song, "drum stem"), "--reply")
    terminal.until(b"(Copied too")
    code = terminal.shown.split(b"\x1b]52;c;")[1].split(b"\x07")[0]
    text = base64.b64decode(code).decode("utf-8")
    assert "1. Drums (a stem, stereo): Kick, Snare, Hat, Ride and 6 more" in text
    assert b"1. Drums (a stem, stereo)" in terminal.shown
    assert terminal.ends() == 0


def test_the_reply_has_the_answers_that_were_given(song: Path) -> None:
    mail = written(song, "vox stem, the tuba stem and the 808 stem")
    terminal = Terminal("order", str(song), mail, "--reply")
    terminal.until(b"1-5, or enter to leave it open: ").types("2\n")
    terminal.until(b"tuba stem").until(b"leave it open: ").types("\n")
    terminal.until(b"808 stem").until(b"leave it open: ").types("3\n")
    terminal.until(b"(Copied too")
    text = base64.b64decode(terminal.shown.split(b"\x1b]52;c;")[1].split(b"\x07")[0]).decode("utf-8")
    assert "1. Lead Vocal (a stem, stereo)" in text
    assert 'You ask for "tuba stem"' in text
    assert "808" in text.split("please tell us")[1], "what is left to the client is asked"
    assert "vox" not in text
    terminal.until(b"Write 1 new line into").types("y\n")
    assert terminal.ends() == 1
    assert [line.deliver for line in manifest.load(song / "stemtui.toml").order] == ["stem.lead_vocal"]
