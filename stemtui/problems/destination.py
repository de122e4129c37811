"""Problems of the destination: a profile that is not there, a form it does not take, nothing to judge."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from stemtui.destinations import Profile, find
from stemtui.destinations.judging import form_word, form_words
from stemtui.errors import AudioFileError, Problem, StemtuiError
from stemtui.header import Header
from stemtui.rates import render_rate
from stemtui.session import Session, split_item
from stemtui.shelves import problems_of

PATH = "delivery.profile"


def check(
    session: Session, headers: Mapping[str, Header | AudioFileError], root: Path | None
) -> Iterator[Problem]:
    """Everything that can be known, before a sample is read, of how the mixes stand to their destination."""
    try:
        profile = find(session.delivery.profile, root)
    except StemtuiError as error:
        yield from problems_of(error, PATH, "`stemtui explain profile` lists them.")
        return
    if any(split_item(line.deliver)[0] == "mix" for line in session.order):
        yield from _forms(session, profile, render_rate(session, headers))
    elif session.order:
        yield Problem(
            PATH,
            f"{profile.name} judges mixes, and none is on the order: nothing will be judged, since its "
            "figures never hold for stems or tracks.",
            "Order a mix (o), or take the profile out (D).",
            "warning",
        )


def _forms(session: Session, profile: Profile, rate: int) -> Iterator[Problem]:
    """The rate and the word length, which are known beforehand."""
    for form, value in (("sample_rate", rate), ("bit_depth", session.delivery.bit_depth)):
        demand = getattr(profile, form)
        if demand is None or not value or value in demand.allowed:
            continue
        best = demand.allowed[0]
        written = f'"{best}"' if isinstance(best, str) else best
        yield Problem(
            f"delivery.{form}",
            f"{profile.name} takes {form_words(form, demand)}, and the mixes would be "
            f"{form_word(form, value)}: they would be sent back ({demand.clause}).",
            f"Set {form} = {written} under [delivery] (D).",
        )
