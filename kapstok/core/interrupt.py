"""Ctrl-C that was handled stays handled."""

from __future__ import annotations


def settle_interrupt() -> None:
    """Let the process end with its own exit code after a KeyboardInterrupt was caught.

    Did Ctrl-C come while Python ran code from a text, as it does to make a dataclass, then CPython ends the process as
    if nobody had caught it. It forgets that when it runs code from a text again (`run_eval_code_obj`).
    """
    exec("pass")
