"""What all tables share: their collection, how constraints are named, and whose rows they are."""

from collections.abc import Collection, Iterator
from dataclasses import fields
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    Column,
    DateTime,
    ForeignKeyConstraint,
    MetaData,
    Numeric,
    SmallInteger,
    Text,
    text,
)
from sqlalchemy.types import TypeEngine

from liftlog.domain.preferences import AnyKind, choices, text_of

metadata = MetaData(
    naming_convention={
        "pk": "%(table_name)s_pkey",
        "uq": "%(table_name)s_%(column_0_N_name)s_key",
        "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
        "ck": "%(table_name)s_%(constraint_name)s_check",
    }
)

Moment = DateTime(timezone=True)
NOW = text("now()")


def owned_by_account() -> ForeignKeyConstraint:
    """Deleting an account deletes what it owns, for real; what belongs to a workout goes with that."""
    return ForeignKeyConstraint(["user_id"], ["account.user_id"], ondelete="CASCADE")


def preference_columns(kind: AnyKind, *, besides: Collection[str] = ()) -> Iterator[Column[Any]]:
    """A column for each preference but `besides`: a new one needs only its migration."""
    for one in fields(kind):
        if one.name in besides:
            continue
        column_type = _type_of([*choices(kind)[one.name], one.default])
        if one.default is None:
            yield Column(one.name, column_type)
        else:
            default = text_of(one.default)
            yield Column(one.name, column_type, nullable=False, server_default=default)


def _type_of(values: Collection[object]) -> TypeEngine[Any]:
    if any(isinstance(value, Decimal) for value in values):
        return Numeric(3, 2)
    return SmallInteger() if any(isinstance(value, int) for value in values) else Text()
