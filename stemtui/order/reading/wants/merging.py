"""The requests of a whole message, each thing once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from stemtui.order.reading.requests import Request


def merged(requests: Sequence[Request]) -> list[Request]:
    """The requests, each thing once: a second mention adds what the first did not say, or takes it back."""
    found: dict[int, Request] = {}
    alike: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, request in enumerate(requests):
        if _is_the_master(request, requests):
            request = replace(request, role="master")
        near = alike[() if request.is_bare else request.topic]
        if request.declined and not request.head and (meant := _one_meant(request, found)) is not None:
            request = replace(found.pop(meant), declined=True, stays=True, given="")
            alike[request.topic].remove(meant)
            near = alike[request.topic]
        elif request.declined:
            for at in [at for at in near if _taken_back(found[at], request)]:
                near.remove(at)
                del found[at]
                request = replace(request, stays=True)
        at = next((at for at in near if _again(found[at], request)), number)
        if at == number:
            near.append(number)
        found[at] = _added(found[at], request) if at in found else request
    return list(found.values())


def _is_the_master(request: Request, every: Iterable[Request]) -> bool:
    """Whether "the master" is the master mix that the message names as well."""
    plain = request.role == "mastered" and not request.kind and not request.says_mastered
    return plain and any(one.role == "master" and not (one.minus or one.declined) for one in every)


def _one_meant(request: Request, found: dict[int, Request]) -> int | None:
    """The place of the item that "forget the stem" means: the last that is wanted, if it is the only one of
    its kind."""
    plain = request.is_bare and request.kind and not (request.plural or request.every or request.count)
    wanted = [at for at, one in found.items() if not (one.declined or one.excepted or one.is_bare)]
    of_kind = [at for at in wanted if ("mix" if found[at].role else found[at].kind) == request.kind]
    return of_kind[0] if plain and len(of_kind) == 1 and wanted[-1] == of_kind[0] else None


def _added(first: Request, request: Request) -> Request:
    said = request.kind and not (request.inferred or first.kind)  # "no drums, don't send the drum stem"
    further = said or (request.moved and len(request.text) > len(first.text))
    return replace(
        first,
        text=request.text if further else first.text,
        every=first.every or request.every,
        count=first.count or request.count,
        kind=first.kind or request.kind,
        channels=request.channels or first.channels,
        inferred=first.inferred if first.kind else request.inferred,
        wet=tuple(dict.fromkeys((*first.wet, *request.wet))),
        plural=first.plural or request.plural,
        given=request.given,
    )


def _taken_back(one: Request, request: Request) -> bool:
    named = not one.is_bare and one.topic == request.topic and not (one.declined or one.excepted)
    of_kind = not request.kind or request.kind == one.kind
    return named and (of_kind or (request.inferred and not one.kind))


def _again(one: Request, other: Request) -> bool:
    if one.is_bare and other.is_bare and one.kind == other.kind == "track":
        return one.declined == other.declined and bool(one.every) != bool(other.every)
    if one.is_bare and other.is_bare and one.kind == other.kind and one.every and not one.head:
        plain = not (other.every or other.count or other.head or other.parts or other.together)
        return plain and one.declined == other.declined and one.excepted == other.excepted
    same = one.topic == other.topic and not one.is_bare and one.declined == other.declined
    kinds = {one.kind, other.kind} - {""}
    plain = not (other.apart and other.channels != one.channels) and not (
        one.minus or other.minus or one.parts or other.parts or one.numbers != other.numbers
    )
    return same and one.excepted == other.excepted and len(kinds) < 2 and plain
