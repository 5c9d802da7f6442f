"""`python -m kapstok` is `kapstok`."""

from kapstok.cli import main

raise SystemExit(main())
