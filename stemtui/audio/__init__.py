"""Files and numbers: headers, samples in, prints out, word lengths, levels.

The `machine` opens files and gives room, `formats` say what a file's bytes claim, `samples` are read and
written, `dynamics` and `meters` work on those while they pass, and `pictures` are drawn of them.

numpy reads OPENBLAS_NUM_THREADS when it is first imported, so it is set here: sums spread over threads by
BLAS would differ between machines.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
