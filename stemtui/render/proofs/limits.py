"""The bounds that a plan allows the legs of its proof."""

from collections.abc import Mapping

from stemtui.render.plans.plan import Output, Plan
from stemtui.render.proofs.proof import Bound, Rounded, bound


def limits(plan: Plan, peaks: Mapping[str, float]) -> dict[str, Bound]:
    """The bound of each leg, by name, from the prints' peaks before quantising, by item."""
    prints = {output.item: output for output in plan.outputs}
    master = next(output for output in plan.outputs if output.master)

    def rounded(output: Output, factor: float = 1.0) -> Rounded:
        return Rounded(output.rounding, plan.bit_depth, peaks[output.item], factor)

    signals = {
        "sources": [rounded(master)],
        "reference": [rounded(master), _referred(plan)],
        **{one.name: [rounded(prints[item], factor) for item, factor in one.terms] for one in plan.equations},
    }
    additions = len(plan.feeds) + len(plan.outputs)
    return {name: bound(compared, plan.frames, additions) for name, compared in signals.items()}


def _referred(plan: Plan) -> Rounded:
    """The DAW's own print: nobody knows how it was dithered, so it is allowed TPDF at its word length."""
    bits = plan.sources[plan.reference.source].bits if plan.reference else 0
    return Rounded("tpdf" if bits else "none", bits or "32f", 1.0)
