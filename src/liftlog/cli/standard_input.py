"""A secret on standard input: one line of text."""

from __future__ import annotations

import sys

from liftlog.cli.refusals import ArgumentError

SECRET_BYTES_MAX = 64 * 1024


def read_secret(option: str) -> str:
    """The first line, without its end. `option` is what asked for it. Raises ArgumentError."""
    if sys.stdin is None:
        raise ArgumentError(f"{option}: standard input is closed.")
    try:
        line = sys.stdin.buffer.readline(SECRET_BYTES_MAX + 1)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ArgumentError(f"{option}: standard input can't be read: {reason}.") from error
    if len(line) > SECRET_BYTES_MAX:
        raise ArgumentError(f"{option}: standard input is too long for a secret.")
    try:
        return line.decode().rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise ArgumentError(f"{option}: standard input is not text in UTF-8.") from error
