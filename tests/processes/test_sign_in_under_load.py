"""Signing in while many guess: the owner's own device gets in."""

import threading
import time
from collections import Counter

import httpx2
import pytest

from tests.browsing import FROM_OUR_PAGE
from tests.cast import PASSWORD
from tests.processes.running import LiftLog

pytestmark = [pytest.mark.processes, pytest.mark.alone]

GUESSERS = 30
SIGNED_IN_WITHIN_S = 2.0


def login(client: httpx2.Client, email: str, password: str) -> httpx2.Response:
    return client.post("/login", data={"email": email, "password": password}, headers=FROM_OUR_PAGE)


def test_the_owner_gets_in_on_a_known_device_while_many_guess(liftlog: LiftLog) -> None:
    owner = liftlog.member("owner")
    stop = threading.Event()
    answers: Counter[int] = Counter()

    def guess(number: int) -> None:
        with httpx2.Client(base_url=liftlog.address, timeout=30) as client:
            while not stop.is_set():
                answer = login(client, f"nobody{number}@example.org", "a wrong password")
                answers[answer.status_code] += 1
                stop.wait(0.2)

    guessers = [threading.Thread(target=guess, args=(number,)) for number in range(GUESSERS)]
    with httpx2.Client(base_url=liftlog.address, timeout=30) as phone:
        assert login(phone, owner.email, PASSWORD).status_code == 303
        try:
            for guesser in guessers:
                guesser.start()
            time.sleep(1)
            took_s = []
            for _ in range(5):
                phone.post("/logout", headers=FROM_OUR_PAGE)
                began_s = time.monotonic()
                assert login(phone, owner.email, PASSWORD).status_code == 303
                took_s.append(time.monotonic() - began_s)
        finally:
            stop.set()
            for guesser in guessers:
                guesser.join()
    assert max(took_s) < SIGNED_IN_WITHIN_S, took_s
    # The guessers were at work all the time, and most of them had to come back later.
    assert answers[503] > 5 * len(took_s)
    assert set(answers) <= {401, 429, 503}
