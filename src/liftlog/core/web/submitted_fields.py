"""What somebody had typed into a form that could not be saved for no fault of theirs."""

from flask import Request

# More than any form of ours has but a very long workout; that one is still there behind "back".
BYTES_MAX = 256 * 1024


def typed(request: Request) -> list[tuple[str, str]] | None:
    """The fields to send once more, as they were; None when they can't or must not be repeated.

    A password is never written into a page, and a chosen file can't be.
    """
    length = request.content_length
    if request.method != "POST" or length is None or length > BYTES_MAX:
        return None
    if request.mimetype != "application/x-www-form-urlencoded":
        return None
    fields = list(request.form.items(multi=True))
    return None if any("password" in name for name, _ in fields) else fields
