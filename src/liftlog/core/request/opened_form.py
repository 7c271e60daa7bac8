"""What a form showed when it was opened, so that saving it changes only what the person changed.

It travels in the form, signed. The server merges it with what was typed and with what is stored.
"""

import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4, uuid5

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from liftlog.domain.sync.three_way import Document, Merged, Path, merge, reverted

FIELD = "opened"
_CHOICE = "choice:"
SAVED = "saved"


class ChangedElsewhereError(Exception):
    """The person and somebody else changed the same since the form was opened; nothing is saved.

    `merged` has what the person typed; `there` is what is stored.
    """

    def __init__(self, merged: Merged, there: Document) -> None:
        super().__init__("changed elsewhere")
        self.merged = merged
        self.there = there


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """One field that both changed, in words. `name` is the form's field for the choice between both."""

    name: str
    label: str
    typed: str
    saved: str


def opened_text(document: Document) -> str:
    """The same text for the same document, so that a page that did not change has the same tag."""
    return str(_serializer().dumps(document))


def opened_in(form: Mapping[str, str]) -> dict[str, Any] | None:
    """None where the page does not say, or was made with another key."""
    try:
        found = _serializer().loads(form.get(FIELD, ""))
    except BadData:
        return None
    return found if isinstance(found, dict) else None


def id_of(form: Mapping[str, str], document_id: UUID) -> UUID:
    """Of the form of this document as it was opened, the same each time it is sent."""
    return uuid5(document_id, form.get(FIELD) or str(uuid4()))


def settled(
    form: Mapping[str, str],
    opened: Document,
    typed: Document,
    there: Document,
    *,
    together: Collection[tuple[str, ...]] = (),
) -> dict[str, Any]:
    """What the person changed, brought together with what is there.

    Raises ChangedElsewhereError where both changed the same field and the form holds no answer to that.
    Where what the form says of itself can't be read, that is every field that is another one.
    """
    if form.get(FIELD) and opened_in(form) is None:
        opened = {}
    for path in _given_up(form):
        typed = reverted(typed, opened, path, together=together)
    # As JSON has it: lists, not tuples.
    merged = merge(_plain(opened), _plain(typed), _plain(there), together=together)
    if merged.conflicts:
        raise ChangedElsewhereError(merged, there)
    return merged.document


def field_differences(
    error: ChangedElsewhereError, labels: Mapping[str, str], text: Callable[[str, Any], str]
) -> tuple[FieldDifference, ...]:
    """Of a form of single fields: `labels` by their names, `text` as values are shown."""
    return tuple(
        FieldDifference(
            choice_name(one.path),
            labels[one.path[0]],
            text(one.path[0], one.mine),
            text(one.path[0], one.theirs),
        )
        for one in error.merged.conflicts
    )


def choice_name(path: Path) -> str:
    return _CHOICE + ":".join(path)


def _given_up(form: Mapping[str, str]) -> Iterator[Path]:
    """The fields of which the person took what is stored in place of what was typed."""
    for name, chosen in form.items():
        if name.startswith(_CHOICE) and chosen == SAVED:
            yield tuple(name.removeprefix(_CHOICE).split(":"))


def _plain(document: Document) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(document))
    return found


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(
        str(current_app.config["SECRET_KEY"]),
        salt="liftlog.opened_form",
        signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256},
    )
