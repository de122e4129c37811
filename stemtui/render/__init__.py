"""The render: a session becomes a plan, the plan is printed in one pass, the prints are proven and published.

Threads inside the linear algebra library would compete with the render's own: it is told to use one before
numpy is imported anywhere.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
