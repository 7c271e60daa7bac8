"""Synchronizing devices over JSON."""

from flask import Blueprint

from liftlog.core import sync
from liftlog.core.api.contract import contract
from liftlog.core.request_scope import account, transaction
from liftlog.core.services import services
from liftlog.core.sync_wire import SyncInput, SyncOutput
from liftlog.openapi import answers


@contract.validate(
    resp=answers(SyncOutput, refusals=(403, 409, 422)), tags=("Sync",), operation_id="sync"
)
def synchronize(json: SyncInput) -> SyncOutput:
    """Send what was done while away, and get what changed.

    Operations are applied once each, by their ids, whatever order they come in; of two who wrote the
    same field the later one wins. The answer has whole documents, and of each operation what became
    of it.
    """
    return sync.sync(transaction(), account(), json, now=services().clock())


def install(api: Blueprint) -> None:
    api.add_url_rule("/sync", view_func=synchronize, methods=["POST"])
