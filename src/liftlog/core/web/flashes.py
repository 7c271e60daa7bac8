"""A word about what was done, once, on the next page; with a way back where there is one."""

from flask import flash

UNDO = "undo:"


def flash_with_undo(message: str, undo_url: str) -> None:
    """`undo_url` is posted to by the Undo button beside the message."""
    flash(message, UNDO + undo_url)
