"""What holds for every request to the API before an endpoint sees it."""

from flask import request

from liftlog.core.request.scope import require_signed_in
from liftlog.kit.errors import InvalidInputError, LiftLogError

_WITH_BODY = frozenset({"POST", "PUT"})


class NotJsonError(LiftLogError):
    status = 415
    code = "unsupported_media_type"


class MalformedJsonError(LiftLogError):
    status = 400
    code = "malformed_json"


def signed_in_with_json() -> None:
    """Who asks comes first: a stranger learns nothing of what would have been wrong.

    spectree reads a body that is no JSON object as an empty one, which would be a valid workout.
    """
    if request.method == "OPTIONS":
        return
    require_signed_in()
    if request.method in _WITH_BODY:
        _require_json_object()


def _require_json_object() -> None:
    if not request.is_json:
        raise NotJsonError("Send the body as application/json.")
    try:
        body = request.get_json(silent=True)
    except RecursionError as error:
        raise MalformedJsonError("The body is nested too deeply.") from error
    if body is None:
        raise MalformedJsonError("The body is not JSON.")
    if not isinstance(body, dict):
        message = "The body has to be a JSON object."
        raise InvalidInputError(message, fields={"body": message})
