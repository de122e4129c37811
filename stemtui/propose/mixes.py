"""The mixes that a session's stems usually have: the master, and what a client asks for beside it."""

from stemtui.propose.stems import group_of
from stemtui.session import Mix, Session, add_mix, edit_mix, roots
from stemtui.suggest import POST_GROUPS, VOCALS

INSTRUMENTAL = "Instrumental"
WITHOUT_DIALOGUE = "Mix Minus Dialogue"


def with_mixes(before: Session, after: Session) -> Session:
    """The session with the master mix and the usual alternates, where nobody has defined mixes of their own.

    An alternate that is just as it was proposed follows the stems that come later.
    """
    proposed, earlier = _alternates(after), _alternates(before)
    ours = {INSTRUMENTAL, WITHOUT_DIALOGUE}
    if all(mix.is_master or mix.name in ours for mix in after.mixes) and after.stems:
        if not after.mixes:
            after, _ = add_mix(after, Mix("master", "Master"))
        for name in proposed.keys() - earlier.keys() - {mix.name for mix in after.mixes}:
            after, _ = add_mix(after, Mix("", name, without=proposed[name]))
    for mix in after.mixes:
        if mix.name in proposed and mix.without and mix.without == earlier.get(mix.name):
            after = edit_mix(after, mix.id, without=proposed[mix.name])
    return after


def _alternates(session: Session) -> dict[str, tuple[str, ...]]:
    """The usual mixes besides the master, by name, and the stems that each is without."""
    groups = group_of(session)
    tops = [stem.id for stem in roots(session)]
    placed = [groups.get(track.stem, "") for track in session.tracks if track.stem]
    in_post = 2 * sum(group in POST_GROUPS for group in placed) > len(placed)
    name, left_out = (WITHOUT_DIALOGUE, ("dialogue",)) if in_post else (INSTRUMENTAL, VOCALS)
    without = tuple(stem for stem in tops if groups[stem] in left_out)
    return {name: without} if 0 < len(without) < len(tops) else {}
