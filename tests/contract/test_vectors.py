"""The committed examples are what the domain says; tests/js/vectors.test.js asks the phone's script."""

import pytest
from tools.vectors import FOLDER, TOPICS, committed

LEAST = 50


@pytest.mark.parametrize("name", TOPICS)
def test_the_domain_answers_every_committed_example_as_it_did(name: str) -> None:
    """`make vectors` writes them anew after a rule was changed on purpose."""
    cases = committed(name)
    assert len(cases) >= LEAST
    assert [one for one in cases if TOPICS[name].answer(one["asked"]) != one["answer"]] == []


def test_every_file_of_examples_has_a_topic() -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} == set(TOPICS)
