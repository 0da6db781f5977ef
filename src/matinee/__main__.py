"""`python -m matinee` is the same as the `matinee` command."""

import sys

from matinee.app.cli import main

sys.exit(main())
