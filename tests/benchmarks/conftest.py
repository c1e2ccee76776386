"""NumPy multiplies in one thread where anything is timed, as in the program itself."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
