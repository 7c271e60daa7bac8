"""What a refusal of the API has to look like."""

from typing import Any

from werkzeug.test import TestResponse

TITLES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    409: "Conflict",
    413: "Content Too Large",
    415: "Unsupported Media Type",
    422: "Unprocessable Content",
    500: "Internal Server Error",
    503: "Service Unavailable",
    504: "Gateway Timeout",
    507: "Insufficient Storage",
}


def problem(answer: TestResponse, status: int, code: str) -> dict[str, Any]:
    """The problem that was answered, checked against RFC 9457 and the code that was expected."""
    body = answer.get_json(silent=True, force=True)
    assert answer.status_code == status, body or answer.get_data(as_text=True)[:500]
    assert answer.mimetype == "application/problem+json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert isinstance(body, dict)
    shown = (body["type"], body["title"], body["status"], body["code"])
    assert shown == ("about:blank", TITLES[status], status, code)
    assert body["detail"]
    return body


def read_json(answer: TestResponse) -> Any:
    """What was answered, as JSON."""
    return answer.get_json(force=True)
