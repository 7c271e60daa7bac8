"""Synchronizing devices over JSON."""

from collections import Counter

from flask import Blueprint

from liftlog.core.api.contract import contract
from liftlog.core.request.scope import account, transaction, when_kept
from liftlog.core.request.services import services
from liftlog.core.sync import service as sync
from liftlog.core.sync.schemas import SyncInput, SyncOutput
from liftlog.http.openapi import answers


@contract.validate(
    resp=answers(SyncOutput, refusals=(403, 409, 422)), tags=("Sync",), operation_id="sync"
)
def synchronize(json: SyncInput) -> SyncOutput:
    """Send what was done while away, and get what changed.

    Operations are applied once each, by their ids, whatever order they come in; of two who wrote the
    same field the later one wins. The answer has whole documents, and of each operation what became
    of it.
    """
    answer = sync.sync(transaction(), account(), json, now=services().clock())
    when_kept(lambda: _count(answer))
    return answer


def _count(answer: SyncOutput) -> None:
    for outcome, amount in Counter(ack.status for ack in answer.acks).items():
        services().observing.meter.count("liftlog_sync_operations_total", amount, outcome)


def install(api: Blueprint) -> None:
    api.add_url_rule("/sync", view_func=synchronize, methods=["POST"])
