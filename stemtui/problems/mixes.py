"""Problems of the mixes and the delivery: names that contradict definitions, impossible forms."""

from collections.abc import Iterator

from stemtui.errors import Problem
from stemtui.glossary import mix_names
from stemtui.glossary.promises import vocal_stems
from stemtui.glossary.standing import promised
from stemtui.session import Session


def check(session: Session) -> Iterator[Problem]:
    """Every problem of the mixes' definitions and of the delivery's form."""
    vocals = vocal_stems(session)
    for mix in session.mixes:
        yield from mix_names.check(session, mix, vocals)
    yield from promised(session)
    if session.mixes and session.master is None:
        yield Problem(
            "mix",
            "No mix is the master mix: each leaves a stem out or moves one.",
            "Add one that holds every stem as it is (m), so that the stems can be proven against it.",
            "warning",
        )
    if session.delivery.file_format == "flac" and session.delivery.bit_depth == "32f":
        yield Problem(
            "delivery.bit_depth",
            "FLAC holds whole numbers only, so 32-bit float cannot be written as FLAC.",
            'Set file_format = "wav", or bit_depth = 24.',
        )
