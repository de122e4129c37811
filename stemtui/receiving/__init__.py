"""The receiving end: what lies in a folder that anybody sent, and whether it is what was ordered.

`receive(folder, order)` reads every file once, finds which of them add up to which, and judges from that what
each most likely is. Names are read last, and decide nothing alone.
"""

from stemtui.receiving.receive import receive
from stemtui.receiving.received import Received
from stemtui.receiving.records import Recorded
from stemtui.receiving.wanted import Order, from_message, from_session

__all__ = ["Order", "Received", "Recorded", "from_message", "from_session", "receive"]
