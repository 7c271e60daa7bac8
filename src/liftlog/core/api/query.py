"""The question of a request whose answer is JSON already, and goes on byte for byte.

`skip_validation` keeps spectree from parsing such an answer again; the question is checked here by
hand for that.
"""

from typing import TypeVar

from flask import request
from pydantic import ValidationError

from liftlog.core.request.scope import account
from liftlog.http.json_types import Question
from liftlog.http.openapi import invalid_input

Q = TypeVar("Q", bound=Question)


def asked(question: type[Q]) -> Q:
    account()  # A stranger learns nothing, not even what is wrong with the question.
    try:
        return question.model_validate(request.args.to_dict())
    except ValidationError as error:
        raise invalid_input(error) from error
