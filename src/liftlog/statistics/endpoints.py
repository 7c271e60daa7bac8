"""What all statistics have as endpoints: headers beside the answer, and those of one exercise."""

from liftlog.http.endpoint import A, Endpoint, Q

# Which version of the lifter's history an answer was made of, and, from a standby, how many seconds
# that may be behind its primary.
VERSION_HEADER = "LiftLog-Stats-Version"
BEHIND_HEADER = "LiftLog-Stats-Behind"


def of_exercise(
    name: str, operation_id: str, query: type[Q], answer: type[A], doc: str
) -> Endpoint[Q, A]:
    """A statistic of one exercise, which may not be there."""
    path = f"/stats/exercises/<uuid:exercise_id>/{name}"
    return Endpoint(
        path, operation_id, query, answer, doc, (404, 422, 503), ("Statistics of an exercise",)
    )
