"""`python -m mambalib`: the same as the command `mambalib`."""

from mambalib.cli import main

raise SystemExit(main())
