"""The receiving end: what lies in a folder that anybody sent, and whether it is what was ordered.

`receive(folder, order)` reads every file once, finds which of them add up to which, and judges from that what
each most likely is. Names are read last, and decide nothing alone. `sounds` are heard, `sums` found among
them, `kinds` told from those, `orders` held against what came, and `findings` say it.
"""

from stemtui.receiving.findings.received import Received
from stemtui.receiving.kinds.records import Recorded
from stemtui.receiving.orders.wanted import Order, from_message, from_session
from stemtui.receiving.receive import receive

__all__ = ["Order", "Received", "Recorded", "from_message", "from_session", "receive"]
