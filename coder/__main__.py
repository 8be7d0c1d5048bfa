"""`python -m coder` and the console command."""

import sys

from coder.cli import main

if __name__ == "__main__":
    sys.exit(main())
