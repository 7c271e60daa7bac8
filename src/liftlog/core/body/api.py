"""Body weight and measurements over JSON."""

from uuid import UUID

from flask import Blueprint
from pydantic import Field

from liftlog.core.api.contract import contract
from liftlog.core.body import service as body
from liftlog.core.body.schemas import MeasurementInput, MeasurementOutput, MeasurementPage
from liftlog.core.request.scope import account, transaction
from liftlog.core.request.services import services
from liftlog.domain.body import Measured
from liftlog.http.json_types import Question
from liftlog.http.openapi import answers
from liftlog.store.body import read as store

TAGS = ("Body",)
PAGE_MAX = 500


class MeasurementsQuery(Question):
    kind: Measured | None = Field(None, description="Only these.")
    after: UUID | None = Field(None, description="`next_after` of the last page.")
    limit: int = Field(100, ge=1, le=PAGE_MAX)


@contract.validate(
    resp=answers(MeasurementPage, refusals=(404, 422)), tags=TAGS, operation_id="listMeasurements"
)
def list_measurements(query: MeasurementsQuery) -> MeasurementPage:
    """Body weight and measurements, the newest first."""
    tx, user_id = transaction(), account().user_id
    after = body.get(tx, user_id, query.after) if query.after else None
    found = store.measurements(tx, user_id, kind=query.kind, after=after, limit=query.limit + 1)
    page = found[: query.limit]
    return MeasurementPage.model_construct(
        items=tuple(MeasurementOutput.of(one) for one in page),
        next_after=page[-1].id if len(found) > query.limit else None,
    )


@contract.validate(
    resp=answers(MeasurementOutput, status=201, refusals=(403, 422)),
    tags=TAGS,
    operation_id="createMeasurement",
)
def create_measurement(json: MeasurementInput) -> tuple[MeasurementOutput, int]:
    """Keep a measurement.

    With an `id` of your own, sending it again changes it to what is sent.
    """
    return MeasurementOutput.of(_measure(json.id, json)), 201


@contract.validate(
    resp=answers(MeasurementOutput, refusals=(403, 404, 422)),
    tags=TAGS,
    operation_id="replaceMeasurement",
)
def replace_measurement(measurement_id: UUID, json: MeasurementInput) -> MeasurementOutput:
    """Replace a measurement."""
    body.get(transaction(), account().user_id, measurement_id)
    return MeasurementOutput.of(_measure(measurement_id, json))


@contract.validate(
    resp=answers(None, status=204, refusals=(403, 404)), tags=TAGS, operation_id="deleteMeasurement"
)
def delete_measurement(measurement_id: UUID) -> tuple[str, int]:
    """Delete a measurement, for good."""
    body.delete(transaction(), account().user_id, measurement_id, now=services().clock())
    return "", 204


def _measure(measurement_id: UUID | None, json: MeasurementInput) -> store.Measurement:
    return body.measure(
        transaction(),
        account(),
        measurement_id=measurement_id,
        kind=json.kind,
        value=json.value,
        unit=json.unit,
        day=json.day,
        note=json.note,
        now=services().clock(),
    )


def install(api: Blueprint) -> None:
    api.add_url_rule("/body", view_func=list_measurements, methods=["GET"])
    api.add_url_rule("/body", view_func=create_measurement, methods=["POST"])
    one = "/body/<uuid:measurement_id>"
    api.add_url_rule(one, view_func=replace_measurement, methods=["PUT"])
    api.add_url_rule(one, view_func=delete_measurement, methods=["DELETE"])
