"""What must hold among the prints: the complete set is the master mix, and each mix is its formula.

By what a mix multiplies a stem is worked out here a second time, past the sums that are printed: a weight
that is wrong on its way into a print is right here, and the proof fails.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import combinations

from stemtui.frozen import frozen
from stemtui.naming import print_name
from stemtui.render.plans.plan import MIX, STEM, Equation, Output, Plan
from stemtui.session import REST, Session, children, family, formula, lineage, mix_key, roots, split_item

STEMS = "stems"
"""The name of the first equation: all root stems minus the master mix."""

_AND = " + "
_TINY = 1e-12

Terms = tuple[tuple[str, float], ...]


def with_equations(plan: Plan, session: Session) -> Plan:
    """The plan with what must hold among its prints.

    Each mix, and the rest, is the master mix plus the stems that it moves, times what is gained by moving; or
    the sum of its stems. Two mixes that share out all stems between them are the master mix together.
    """
    desk = _Formulas(plan, session)
    complete = tuple((output.item, 1.0) for output in plan.outputs if output.root)
    equations = [Equation(STEMS, (*complete, (desk.master, -1.0)))]
    for item in desk.items:
        if not desk.because(item):
            negated = tuple((term, -factor) for term, factor in desk.terms(item))
            equations.append(Equation(item, ((item, 1.0), *negated)))
    for pair in desk.complementary:
        equations.append(Equation(_AND.join(pair), (*((item, 1.0) for item in pair), (desk.master, -1.0))))
    return replace(plan, equations=tuple(equations))


def unproven(plan: Plan, session: Session) -> Iterator[tuple[str, str, str]]:
    """The mixes of a plan of which no formula can be tested: item, what it is in words, and why."""
    desk = _Formulas(plan, session)
    for item in desk.items:
        if because := desk.because(item):
            name = plan.output(item).name
            yield item, f"{name} = {formula(session, session.mix(split_item(item)[1]))}", because


def sides(equation: Equation, plan: Plan) -> tuple[str, str]:
    """Both sides of an equation in words: "Instrumental" and "Master - Lead Vocal"."""
    outputs = {item: plan.output(item) for item, _ in equation.terms}
    names = {item: output.name for item, output in outputs.items()}
    if len(set(names.values())) < len(names):
        names = {item: print_name(output.name, output.kind) for item, output in outputs.items()}
    left = equation.name.split(_AND)
    moved = [(names[item], -factor) for item, factor in equation.terms if item not in left]
    return _AND.join(names[item] for item in left), _sum(moved)


def _sum(terms: Sequence[tuple[str, float]]) -> str:
    said = ""
    for name, factor in terms:
        times = "" if abs(abs(factor) - 1.0) < _TINY else f"{abs(factor):.4g} x "
        sign = "-" if factor < 0 else "+"
        said += f" {sign} {times}{name}" if said or factor < 0 else f"{times}{name}"
    return said.strip() or "silence"


@frozen
class _Formulas:
    """The formulas of the mixes in a plan, by item."""

    plan: Plan
    session: Session

    @property
    def master(self) -> str:
        """The item of the master mix."""
        return next(output.item for output in self.plan.outputs if output.master)

    @cached_property
    def items(self) -> tuple[str, ...]:
        """All mixes but the master mix, and the rest."""
        named = (o.item for o in self.plan.outputs if o.kind == MIX or o.item == REST)
        return tuple(item for item in named if item != self.master)

    @property
    def complementary(self) -> Iterator[tuple[str, str]]:
        """Pairs of mixes that hold everything once between them."""
        able = [item for item in self.items if item != REST and not self._has_own_curve(item)]
        for one, other in combinations(able, 2):
            together = (self._factors[one][stem] + self._factors[other][stem] for stem in self._fed)
            if all(abs(factor - 1.0) < _TINY for factor in together):
                yield one, other

    def because(self, item: str) -> str:
        """Why a mix cannot be tested by its formula; "" where it can."""
        if self._has_own_curve(item):
            return "the mix bus follows this mix itself, so that it has a gain curve of its own"
        missing = [split_item(term)[1] for term, _ in self.terms(item) if term not in self._prints]
        if not missing:
            return ""
        part, whole = (self.session.stem(key).name for key in lineage(self.session, missing[0])[:2])
        return f"{part} is part of {whole}, and is not printed by itself"

    def terms(self, item: str) -> Terms:
        """What adds up to a mix, as it is defined: the master mix and what is moved, or the stems it holds.

        It is said the other way where that takes less than half the prints, or only shipped ones.
        """
        return self._terms[item]

    @cached_property
    def _terms(self) -> dict[str, Terms]:
        return {item: self._added_up(item) for item in self.items}

    def _added_up(self, item: str) -> Terms:
        factors = self._factors[item]
        defined = 0.0 if item != REST and self.session.mix(split_item(item)[1]).only else 1.0
        sums = []
        for base in (1.0, 0.0):
            start = ((self.master, 1.0),) if base else ()
            moved = (self._moved(root.id, base, factors) for root in roots(self.session))
            terms = (*start, *(term for terms in moved for term in terms))
            missing, unshipped, count = self._cost(terms)
            sums.append((missing, unshipped > 0, count * (1 if base == defined else 2), terms))
        return min(sums, key=lambda each: each[:3])[3]

    def _moved(self, stem: str, base: float, factors: Mapping[str, float]) -> Terms:
        """What turns `base` times a stem into what a mix has of it: the stem's print and its sub-stems'."""
        inside = {factors[key] for key in self._below[stem]}
        if inside <= {base}:
            return ()
        # a stem without tracks of its own may be moved by anything, as long as its sub-stems make up for it
        own = [factors[stem]] if stem in self._fed else sorted({base, *inside})
        sums = []
        for factor in own:
            start = ((f"{STEM}.{stem}", factor - base),) if factor != base else ()
            parts = (self._moved(child.id, factor, factors) for child in children(self.session, stem))
            sums.append((*start, *(term for terms in parts for term in terms)))
        return min(sums, key=self._cost)

    def _cost(self, terms: Terms) -> tuple[int, int, int]:
        prints = [self._prints.get(item) for item, _ in terms]
        return prints.count(None), sum(not (output and output.file) for output in prints), len(terms)

    def _has_own_curve(self, item: str) -> bool:
        kind, key = split_item(item)
        is_mix = kind == MIX and self.session.mix_bus.is_dynamic
        return is_mix and mix_key(self.session, self.session.mix(key)) == "self"

    @cached_property
    def _prints(self) -> dict[str, Output]:
        return {output.item: output for output in self.plan.outputs}

    @cached_property
    def _fed(self) -> tuple[str, ...]:
        """The stems that have tracks of their own."""
        buses = (split_item(bus.item) for bus in self.plan.buses)
        return tuple(key for kind, key in buses if kind == STEM)

    @cached_property
    def _below(self) -> dict[str, tuple[str, ...]]:
        """Of each stem's family, those that have tracks of their own."""
        fed = frozenset(self._fed)
        return {
            stem.id: tuple(key for key in family(self.session, stem.id) if key in fed)
            for stem in self.session.stems
        }

    @cached_property
    def _factors(self) -> dict[str, dict[str, float]]:
        """By what each mix multiplies each stem's own tracks, beside the master mix."""
        return {item: {stem: self._factor(item, stem) for stem in self._fed} for item in self.items}

    def _factor(self, item: str, stem: str) -> float:
        above = lineage(self.session, stem)
        if item == REST:
            shipped = (self._prints.get(f"{STEM}.{key}") for key in above)
            return float(not any(output and output.file for output in shipped))
        mix = self.session.mix(split_item(item)[1])
        is_named = any(key in (mix.only or mix.without) for key in above)
        if (mix.only or mix.without) and is_named != bool(mix.only):
            return 0.0
        return math.pow(10.0, sum(db for key, db in mix.offsets_db if key in above) / 20.0)
