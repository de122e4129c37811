"""The message back to the client, in plain words: what they will receive, and what is still to be asked."""

from collections.abc import Sequence

from stemtui.order.lines import unordered
from stemtui.order.reading.changing import added, changes
from stemtui.order.reading.values import Reading, Wish
from stemtui.order.reading.words.lexicon import lexicon
from stemtui.session import OrderLine, Session, formula, has_item, item_name, split_item
from stemtui.suggest.words import plain_words
from stemtui.text import counted, few, listed, printable

SHOWN = 8


def reply(
    session: Session, reading: Reading, lines: Sequence[OrderLine], open_questions: Sequence[int]
) -> str:
    """The text to send: `lines` are what will be delivered, `open_questions` those without an answer yet.

    Where the message changes an order that is there, all of it is told as it will be.
    """
    title = f' for "{session.title}"' if session.title else ""
    if changed := changes(session, reading, lines):
        lines = added(session, lines, changed).order
    parts = [f"Hello,\n\nthank you for your order{title}."]
    if lines:
        rows = [f"  {number}. {_promise(session, line)}" for number, line in enumerate(lines, 1)]
        parts.append("You will receive:\n\n" + "\n".join(rows))
        parts.append(_explained(session, lines))
    if lines and (others := unordered(session, added(session, lines, changed).order)):
        are = "is" if len(others) == 1 else "are"
        parts.append(
            f"Of the stems, not ordered {are}: {few([printable(stem.name) for stem in others], SHOWN)}."
        )
    quoted = [f'"{one}"' for one in reading.declined if not _is_rest(one)]
    if quoted:
        parts.append(f"As you say, we leave out: {listed(quoted)}.")
    if open_questions:
        rows = [f"  {number}. {_client(reading, at)}" for number, at in enumerate(open_questions, 1)]
        parts.append("Before we print, please tell us:\n\n" + "\n".join(rows))
    parts += _wishes(reading)
    if not (lines or open_questions or quoted):
        parts.append("We found nothing in your message that names a file. What do you need?")
    return "\n\n".join(filter(None, parts)) + "\n"


def _is_rest(declined: str) -> bool:
    """Whether words name nothing of their own: "the rest", "everything else"."""
    sense = lexicon().senses.get(plain_words(declined))
    return sense is not None and sense.values.get("loose", "") == "rest"


def _plainly(what: str, value: str) -> str:
    """A form as people say it: "24 bit", "32 bit float", "44.1 kHz", "WAV"."""
    if what == "bit depth":
        return f"{value.removesuffix('f')} bit{' float' if value.endswith('f') else ''}"
    if what == "sample rate" and value.isdecimal():
        return f"{int(value) / 1000:g} kHz"
    return value.upper() if what == "file format" else value


def _wanted(wish: Wish) -> str:
    """What they want, plainly; a level in their own words."""
    return wish.asked if wish.what == "level" else _plainly(wish.what, wish.wanted)


def _client(reading: Reading, at: int) -> str:
    question = reading.questions[at]
    return (question.client or question.question).replace("`", '"')


def _promise(session: Session, line: OrderLine) -> str:
    if not has_item(session, line.deliver):
        return f'"{line.asked or line.deliver}": a {line.kind or "file"}, which we still have to make'
    kind, key = split_item(line.deliver)
    channels = f", {line.channels}" if line.channels else ""
    name = item_name(session, line.deliver)
    if kind == "mix":
        return f"{name} (a mix{channels}): {formula(session, session.mix(key))}"
    if kind == "track":
        return f"{name} (a track{channels}): one recording, as it was made"
    tracks = [track.label for track in session.tracks if track.stem == key and not track.left_out]
    holds = f": {few(tracks, 4)}" if tracks else ""
    return f"{name} (a stem{channels}){holds}"


def _explained(session: Session, lines: Sequence[OrderLine]) -> str:
    kinds = {line.kind for line in lines}
    words = {
        "mix": "a mix is the song in one file",
        "stem": "a stem is a group of tracks as they sound in the mix, in one file",
        "track": "a track is one recording before the mix",
    }
    said = [words[kind] for kind in ("mix", "stem", "track") if kind in kinds]
    unmixed = session.treatment == "none" and "stem" in kinds
    extra = " Nothing is mixed yet, so the stems are plain sums of their tracks." if unmixed else ""
    text = "; ".join(said)
    together = "All files start together and are equally long."
    return f"({text[0].upper()}{text[1:]}. {together}{extra})" if text else ""


def _wishes(reading: Reading) -> list[str]:
    noted = [wish for wish in reading.wishes if not (wish.wanted and wish.planned)]
    met = [wish for wish in reading.wishes if wish.wanted and wish.planned == wish.wanted]
    others = [wish for wish in reading.wishes if wish.difference and wish not in noted]
    parts = []
    if met:
        parts.append(f"As you ask: {listed(list(dict.fromkeys(map(_wanted, met))))}.")
    if others:
        rows = [
            f"  - {w.what}: you ask for {_wanted(w)}; we have planned {_plainly(w.what, w.planned)}"
            for w in others
        ]
        parts.append(f"{counted(len(others), 'point')} to settle:\n\n" + "\n".join(rows))
    if noted:
        parts.append(f"Noted: {listed(list(dict.fromkeys(w.asked for w in noted)))}.")
    return parts
