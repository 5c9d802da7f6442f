"""The small common Markdown: running text as one tree, for the site and the papers alike.

`parse` reads a text into the tree of `tree.py` and says what falls outside the subset; `write` writes a tree in one
canonical Markdown that Python-Markdown (site) and pandoc (papers) read the same. So no reader's habits decide
what a text means, and whoever changes a text changes its tree.
"""

from kapstok.core.markdown.folded import check_folded
from kapstok.core.markdown.parse import Parsed, parse
from kapstok.core.markdown.problems import Problem
from kapstok.core.markdown.source import links_to_items, named_in, plain_text, with_links
from kapstok.core.markdown.writer import Reader, escape, write, write_inline

__all__ = [
    "Parsed",
    "Problem",
    "Reader",
    "check_folded",
    "escape",
    "links_to_items",
    "named_in",
    "parse",
    "plain_text",
    "with_links",
    "write",
    "write_inline",
]
