"""Files and numbers: headers, samples in, prints out, word lengths, levels.

numpy reads OPENBLAS_NUM_THREADS when it is first imported, so it is set here: sums spread over threads by
BLAS would differ between machines.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
