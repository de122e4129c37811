"""What a session's names propose: stems for tracks, pan for pairs, channels for stems, and the usual mixes.

Nothing is changed until somebody accepts it, and what can be known from no name is not proposed.
"""

from stemtui.propose.accepting import accept, accept_into
from stemtui.propose.proposing import Proposal, proposals
from stemtui.propose.stems import STEM_NAMES
from stemtui.propose.sums import perhaps_sums

__all__ = ["STEM_NAMES", "Proposal", "accept", "accept_into", "perhaps_sums", "proposals"]
