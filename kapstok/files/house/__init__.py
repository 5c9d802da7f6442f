"""What a municipality brings along for its own look: font files and the tokens of its design system."""

from __future__ import annotations
