"""``python -m negotiate`` is the command line."""

import sys

from negotiate.cli import main

sys.exit(main())
