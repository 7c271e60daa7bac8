"""The query of a request whose answer is JSON already and is passed on byte for byte.

`skip_validation` keeps spectree from parsing such an answer again, and the query with it.
"""

from typing import TypeVar

from liftlog.core.request.scope import account
from liftlog.http.json_types import Question
from liftlog.http.openapi import query_of

Q = TypeVar("Q", bound=Question)


def asked(question: type[Q]) -> Q:
    account()  # A stranger learns nothing, not even what is wrong with the question.
    return query_of(question)
