"""The render: a session becomes a plan, the plan is printed in one pass, the prints are proven and published.

Its sums are the same on every machine: importing `stemtui.audio` first keeps BLAS to one thread.
"""

import stemtui.audio  # noqa: F401  (before numpy is imported anywhere)
