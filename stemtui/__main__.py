"""`python -m stemtui` and the `stemtui` command."""

import sys

from stemtui.cli import main

if __name__ == "__main__":
    sys.exit(main())
