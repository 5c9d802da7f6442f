"""What the command line lets people choose from, without what makes it: `--help` has to name it all.

`tests/test_startup.py` holds these names against what there is.
"""

from __future__ import annotations

OK, FOUND, UNUSABLE = 0, 1, 2  # exit codes
SITE = "site"
PARTS = (SITE, "documents", "data")
NOTES = ("kort", "alle", "geen")
REPORT_FORMS = ("text", "json", "sarif", "github", "gitlab", "samenvatting")
FORGES = ("github", "gitlab", "forgejo")
FRAME_FORMS = READING_FORMS = PAPER_FORMS = WHY_FORMS = RECHECK_FORMS = ("text", "json")
COMPARE_FORMS = ("tekst", "markdown", "html", "json", "docx", "pdf")
