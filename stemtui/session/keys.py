"""What keys the mix bus for each mix: the master mix, or the mix itself."""

from typing import Literal

from stemtui.session.structure import mix_offset_db, mix_stems
from stemtui.session.values import Mix, Session


def mix_key(session: Session, mix: Mix) -> Literal["master", "self"]:
    """Whose level drives the mix bus in a mix.

    By default it is the master mix as long as stems are only left out or lowered: then this mix and what it
    leaves out still add up to the limited master. One that moves a stem up would pass the ceiling, so it has
    a gain of its own and stands outside the sums. The master mix is its own key, whatever is written there.
    """
    if mix.is_master or mix.key == "master":
        return "master"
    if mix.key == "self" or any(mix_offset_db(session, mix, stem) > 0 for stem in mix_stems(session, mix)):
        return "self"
    return "master"
