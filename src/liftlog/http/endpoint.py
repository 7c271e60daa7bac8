"""An endpoint of the API as a row of a table."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import BaseModel

from liftlog.http.json_types import Question

Q = TypeVar("Q", bound=Question)
A = TypeVar("A", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Endpoint(Generic[Q, A]):
    """One endpoint.

    `path` is a rule of Flask's below /api/v1. The first line of `doc` is the summary of the operation,
    the rest its description. `refusals` are the statuses besides 401.
    """

    path: str
    operation_id: str
    query: type[Q]
    answer: type[A]
    doc: str
    refusals: tuple[int, ...] = (422, 503)
    tags: tuple[str, ...] = ("Statistics",)

    def url(self, **values: object) -> str:
        """The path with its values in it, such as `exercise_id`."""
        url = self.path
        for name, value in values.items():
            for converter in ("uuid", "path"):
                url = url.replace(f"<{converter}:{name}>", str(value))
        return f"/api/v1{url}"


def of_exercise(
    name: str, operation_id: str, query: type[Q], answer: type[A], doc: str
) -> Endpoint[Q, A]:
    """A statistic of one exercise, which may not be there."""
    path = f"/stats/exercises/<uuid:exercise_id>/{name}"
    return Endpoint(
        path, operation_id, query, answer, doc, (404, 422, 503), ("Statistics of an exercise",)
    )
