"""Problems of the mixes and the delivery: names that contradict definitions, impossible forms."""

from collections.abc import Iterable, Iterator

from stemtui.errors import Problem
from stemtui.glossary.promises import A_CAPPELLA, INSTRUMENTAL, TV, promise, vocal_stems
from stemtui.problems.words import named
from stemtui.session import Mix, Session, feeding, mix_offset_db, mix_stems
from stemtui.text import printable


def check(session: Session) -> Iterator[Problem]:
    """Every problem of the mixes' definitions and of the delivery's form."""
    vocals = vocal_stems(session)
    for mix in session.mixes:
        yield from _name(session, mix, vocals)
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


def _name(session: Session, mix: Mix, vocals: dict[str, str]) -> Iterator[Problem]:
    """A mix whose name promises something that its definition does not hold."""
    promised = promise(mix.name)
    if not promised:
        return
    held = {stem for stem in mix_stems(session, mix) if feeding(session, stem)}
    if promised == INSTRUMENTAL:
        yield from _contradiction(
            session, mix, "keeps", held & vocals.keys(), "an instrumental has no vocals"
        )
    elif promised == A_CAPPELLA and vocals:
        others = held - vocals.keys()
        yield from _contradiction(session, mix, "keeps", others, "an a cappella is vocals alone")
        lacking = {stem for stem in vocals if feeding(session, stem)} - held
        yield from _contradiction(session, mix, "lacks", lacking, "an a cappella has all vocals")
    elif promised == TV:
        lead = {
            stem
            for stem in held
            if vocals.get(stem) == "lead_vocal" and mix_offset_db(session, mix, stem) >= 0
        }
        yield from _contradiction(session, mix, "keeps", lead, "a TV mix has no lead vocal, or a lowered one")


def _contradiction(
    session: Session, mix: Mix, verb: str, stems: Iterable[str], because: str
) -> Iterator[Problem]:
    names = [session.stem(stem).name for stem in session.stem_index if stem in set(stems)]
    if names:
        yield Problem(
            f"mix.{mix.id}",
            f'"{printable(mix.name)}" {verb} {named(names)}; to most, {because}.',
            "Change what it holds (e), or its name: the definition is printed with the delivery.",
            "warning",
        )
