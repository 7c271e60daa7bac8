"""The identity that core sends to stats: readable for a minute, by those with the key, and by no other way."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liftlog.core.statistics.identity_signer import IdentitySigner
from liftlog.domain.units import WeightUnit
from liftlog.kit.errors import NotSignedInError
from liftlog.statistics import identity_token
from liftlog.statistics.identity_token import StatsIdentity, sign, verify
from liftlog.stats.request.identity_verifier import IdentityVerifier
from tests.stand_ins.clocks import HandClock

KEY = "one key"
ANA = StatsIdentity(UUID(int=7), "America/Argentina/Buenos_Aires", 7, WeightUnit.LB)


@given(
    st.builds(
        StatsIdentity,
        st.uuids(),
        st.text(min_size=1, max_size=64),
        st.integers(1, 7),
        st.sampled_from(WeightUnit),
    )
)
def test_what_is_signed_is_what_is_read(identity: StatsIdentity) -> None:
    clock = HandClock()
    assert (
        verify(sign(identity, secret_key=KEY, clock=clock), secret_key=KEY, clock=clock) == identity
    )


def test_it_is_good_for_a_minute() -> None:
    clock = HandClock()
    token = sign(ANA, secret_key=KEY, clock=clock)
    clock.advance(60)
    assert verify(token, secret_key=KEY, clock=clock) == ANA
    clock.advance(1)
    with pytest.raises(NotSignedInError):
        verify(token, secret_key=KEY, clock=clock)


def test_a_clock_five_seconds_behind_still_reads_it_and_no_more() -> None:
    clock = HandClock()
    token = sign(ANA, secret_key=KEY, clock=clock)
    clock.advance(-5)
    assert verify(token, secret_key=KEY, clock=clock) == ANA
    clock.advance(-1)
    with pytest.raises(NotSignedInError):
        verify(token, secret_key=KEY, clock=clock)


def test_another_key_reads_nothing() -> None:
    clock = HandClock()
    token = sign(ANA, secret_key="another key", clock=clock)
    with pytest.raises(NotSignedInError):
        verify(token, secret_key=KEY, clock=clock)


def test_what_the_same_key_signed_for_something_else_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = HandClock()
    with monkeypatch.context() as patched:
        patched.setattr(identity_token, "_SALT", b"liftlog.session")
        token = sign(ANA, secret_key=KEY, clock=clock)
        assert verify(token, secret_key=KEY, clock=clock) == ANA
    with pytest.raises(NotSignedInError):
        verify(token, secret_key=KEY, clock=clock)


@pytest.mark.parametrize(
    "claims",
    [
        [],
        {},
        {"user": "ana", "zone": "UTC", "week": 1, "unit": "kg"},
        {"user": str(UUID(int=7)), "zone": "UTC", "week": 8, "unit": "kg"},
        {"user": str(UUID(int=7)), "zone": "UTC", "week": 1, "unit": "stone"},
        {"user": str(UUID(int=7)), "zone": "U" * 65, "week": 1, "unit": "kg"},
    ],
)
def test_signed_claims_of_another_shape_are_nobody(claims: object) -> None:
    clock = HandClock()
    token = identity_token._serializer(KEY, clock).dumps(claims)  # As an older core might sign.
    with pytest.raises(NotSignedInError):
        verify(str(token), secret_key=KEY, clock=clock)


def test_a_token_is_not_even_looked_at_when_it_is_too_long() -> None:
    with pytest.raises(NotSignedInError, match="too long"):
        verify("a" * 1001, secret_key=KEY, clock=HandClock())


@given(st.text(max_size=1200))
def test_garbage_is_nobody(token: str) -> None:
    with pytest.raises(NotSignedInError):
        verify(token, secret_key=KEY, clock=HandClock())


@pytest.mark.parametrize("place", range(0, 150, 7))
def test_one_changed_character_anywhere_is_refused(place: int) -> None:
    clock = HandClock()
    token = sign(ANA, secret_key=KEY, clock=clock)
    at = place % (len(token) - 1)  # The last character carries two bits that mean nothing.
    changed = token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1 :]
    with pytest.raises(NotSignedInError):
        verify(changed, secret_key=KEY, clock=clock)


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer ", "Basic abc", "Token abc", "Bearer a.b.c"]
)
def test_stats_takes_only_a_bearer_that_core_made(header: str | None) -> None:
    with pytest.raises(NotSignedInError):
        IdentityVerifier(KEY, HandClock()).user_of(header)


def test_stats_reads_who_core_names_and_neither_shows_its_key() -> None:
    clock = HandClock()
    signer, verifier = IdentitySigner(KEY, clock), IdentityVerifier(KEY, clock)
    assert verifier.user_of(signer.authorization(ANA)) == ANA
    assert KEY not in repr(signer) + repr(verifier)
