"""Long orders: each line is held against those about the same thing, and not against all others."""

import importlib
from dataclasses import replace

import pytest

from stemtui.order.reading import read
from stemtui.order.reading.letters.signatures import without_signature
from stemtui.order.reading.phrases.segments import LONGEST, sentences
from stemtui.order.reading.requests import Request
from stemtui.order.reading.wants.merging import merged
from stemtui.order.reading.words.called import names
from stemtui.order.reading.words.tagging import pieces
from tests.orders import sample


def test_lines_about_other_things_are_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[Request] = []
    requests = importlib.import_module("stemtui.order.reading.wants.merging")
    again = requests._again

    def counted(one: Request, other: Request) -> bool:
        compared.append(one)
        return again(one, other)

    monkeypatch.setattr(requests, "_again", counted)
    lines = [Request(f"Track {at} stem", kind="stem", source=("track", str(at))) for at in range(300)]
    assert merged(lines + lines) == lines
    assert len(compared) == 300


def test_what_is_taken_back_is_gone_and_the_rest_keeps_its_place() -> None:
    drums, bass, keys = (Request(name, kind="stem", source=(name,)) for name in ("drums", "bass", "keys"))
    no_bass = Request("no bass", source=("bass",), declined=True)
    # what was asked for in the same message is taken back, not what is on the order already
    assert merged([drums, bass, keys, no_bass, drums]) == [drums, keys, replace(no_bass, stays=True)]


def test_a_message_without_an_end_is_read_in_pieces_and_loses_nothing() -> None:
    """Nobody writes so, but somebody may paste it: the time for it grows with its length."""
    told = "and it was a lovely evening by the river with all of us there "
    message = f"the drum stem please {told * 300} and please send the bass stem"
    assert [line.deliver for line in read(sample("campaign"), message).lines] == ["stem.drums", "stem.bass"]
    endless = pieces("drums and " * 2000, names(sample("campaign")))
    assert max(map(len, sentences(endless))) <= LONGEST
    assert sum(map(len, sentences(endless))) == len(endless)


@pytest.mark.parametrize(
    ("line", "ends"),
    [
        ("Best regards,", True),
        ("Vielen Dank und beste Grüße", True),
        ("Merci d'avance, bien cordialement", True),
        ("Un saludo", True),
        ("best, best regards " * 60, False),
        ("Best stems please", False),
    ],
)
def test_a_farewell_is_nothing_but_one(line: str, ends: bool) -> None:
    kept, _ = without_signature(["The drum stem please.", line, "Kit"])
    assert (kept == ["The drum stem please."]) is ends


def test_what_only_seems_to_be_a_signature_is_listed() -> None:
    found = read(sample("campaign"), "The drum stem please.\n\nNadia Holt\ntrumpet / flugel")
    assert [line.deliver for line in found.lines] == ["stem.drums"] and not found.questions
    assert found.not_understood == ("Nadia Holt", "trumpet / flugel")
