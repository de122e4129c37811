"""What a session's names propose for each track: a stem, a pan, to leave it out, or a question."""

from collections.abc import Collection, Mapping

from stemtui.frozen import frozen
from stemtui.propose.stems import STEM_NAMES, halves, stem_id, stems_by_group, suggestions
from stemtui.propose.sums import sum_question, sums_among
from stemtui.propose.takes import doubtful_takes
from stemtui.propose.unprinted import reason_left_out
from stemtui.session import Session, Stem, Track, unassigned


@frozen
class Proposal:
    """What is proposed for one track, and why.

    `stem` is the id of a stem, of one still to be made under `stem_name`, or "". `pan` is -100 or 100 for
    half of a pair, else None. `left_out` is the reason why it belongs in no stem. `question` waits for an
    answer; `asks` is what the file may be: "mix", "stem", or "take" for one that is not in the mix.
    """

    track: str
    stem: str
    stem_name: str
    pan: float | None
    left_out: str
    question: str
    asks: str
    why: str


def proposals(
    session: Session, channels: Mapping[str, int], prints: Collection[str] = ()
) -> dict[str, Proposal]:
    """A proposal for every track that nobody has placed, by id.

    `channels` has those of known files; `prints` are the tracks whose files say that stemtui printed them.
    """
    suggested = suggestions(session)
    stems = stems_by_group(session)
    groups = {track: s.group for track, s in suggested.items()}
    pan = _pan(session, channels, groups)
    takes = doubtful_takes(session.tracks)
    sums = sums_among(session, {track: stem_id(stems, group or "") for track, group in groups.items()})
    found = {}
    for track in unassigned(session):
        group, why = suggested[track.id].group or "", suggested[track.id].why
        stem = stems.get(group) or Stem(group, STEM_NAMES.get(group, ""))
        asks = _may_be(track, group, track.id in prints, track.id in sums)
        question = sum_question(session, track, sums[track.id]) if asks == "stem" else ""
        if asks == "mix" and not track.origin:
            question = _print_question(track, track.id in prints)
        if not asks and stem.name and track.id in takes:
            asks, question = "take", takes[track.id]
        placed = bool(stem.name) and not question
        found[track.id] = Proposal(
            track=track.id,
            stem=stem.id if placed else "",
            stem_name=stem.name if placed else "",
            pan=pan.get(track.id) if placed and track.pan == 0 else None,
            left_out=reason_left_out(track.label) if group == "click" else "",
            question=question,
            asks=asks,
            why=why,
        )
    return found


def _may_be(track: Track, group: str, is_print: bool, is_whole: bool) -> str:
    """What a file may be besides a track: "mix", or "stem"; "" where its name and content say neither."""
    if group == "mix" or (is_print and not track.origin):
        return "mix"
    return "stem" if is_whole and not track.origin else ""


def _print_question(track: Track, is_print: bool) -> str:
    """The question that a track that is, or is named like, a print raises."""
    looks = "was printed by stemtui" if is_print else "is named like a print"
    return f'"{track.label}" {looks}: is it a mix, or a track of this song?'


def _pan(session: Session, channels: Mapping[str, int], groups: Mapping[str, str | None]) -> dict[str, float]:
    """The pan of each half of each pair whose halves belong together."""
    return {
        track.id: pan
        for left, right in halves(session, channels)
        if groups[left.id] == groups[right.id]
        for track, pan in ((left, -100.0), (right, 100.0))
    }
