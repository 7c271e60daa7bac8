"""Workouts over JSON: whose they are, what is kept exactly, and what is refused."""

import base64
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from liftlog.domain.exercises.catalogue import exercise_id
from tests.cast import BENCH, NOW, SQUAT, Person
from tests.problems import problem, read_json

pytestmark = pytest.mark.database

URL = "/api/v1/workouts"
STARTED = "2026-11-20T18:05:00+01:00"
METHODS = ("GET", "PUT", "DELETE")


def bench(*sets: dict[str, Any], **entry: Any) -> dict[str, Any]:
    return {"exercise_id": str(BENCH), "sets": list(sets), **entry}


def workout(*exercises: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"title": "Push A", "started_at": STARTED, "exercises": list(exercises), **fields}


def post(client: FlaskClient, person: Person, body: dict[str, Any]) -> TestResponse:
    return client.post(URL, json=body, headers=person.headers)


def logged(client: FlaskClient, person: Person, body: dict[str, Any]) -> dict[str, Any]:
    answer = post(client, person, body)
    assert answer.status_code == 201, read_json(answer)
    found: dict[str, Any] = read_json(answer)
    return found


def listed(client: FlaskClient, person: Person, query: str = "") -> dict[str, Any]:
    answer = client.get(URL + query, headers=person.headers)
    assert answer.status_code == 200, read_json(answer)
    found: dict[str, Any] = read_json(answer)
    return found


def one(found: dict[str, Any]) -> str:
    return f"{URL}/{found['id']}"


# Strangers and others


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_stranger_is_asked_to_sign_in(client: FlaskClient, method: str) -> None:
    answer = client.open(URL, method=method, json={"not": "even valid"})
    problem(answer, 401, "not_signed_in")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("method", METHODS)
def test_a_stranger_learns_nothing_of_one_workout(
    client: FlaskClient, ana: Person, method: str
) -> None:
    made = logged(client, ana, workout())
    problem(client.open(one(made), method=method, json=workout()), 401, "not_signed_in")


@pytest.mark.parametrize("authorization", ["Bearer", "Bearer x.y", "Basic YTpi", "", "Bearer \xe9"])
def test_a_token_that_is_none_opens_nothing(client: FlaskClient, authorization: str) -> None:
    answer = client.get(URL, headers={"Authorization": authorization})
    problem(answer, 401, "not_signed_in")


def test_a_token_of_anas_with_a_changed_secret_opens_nothing(
    client: FlaskClient, ana: Person
) -> None:
    claim, _, secret = ana.token.partition(".")
    forged = f"{claim}.{secret[::-1]}"
    problem(client.get(URL, headers={"Authorization": f"Bearer {forged}"}), 401, "not_signed_in")


@pytest.mark.parametrize("method", METHODS)
def test_somebody_elses_workout_is_not_there(
    client: FlaskClient, ana: Person, cid: Person, method: str
) -> None:
    made = logged(client, ana, workout())
    answer = client.open(one(made), method=method, json=workout(), headers=cid.headers)
    problem(answer, 404, "not_found")
    assert listed(client, cid)["items"] == []
    assert listed(client, ana)["items"] == [made]


def test_two_people_may_have_a_workout_of_the_same_id(
    client: FlaskClient, ana: Person, cid: Person
) -> None:
    mine = workout(bench({"reps": 5}), id=str(uuid4()))
    logged(client, ana, mine)
    logged(client, cid, {**mine, "title": "Other"})
    assert [found["title"] for found in listed(client, ana)["items"]] == ["Push A"]


@pytest.mark.parametrize("method", METHODS)
def test_a_workout_that_never_was_is_not_there(
    client: FlaskClient, ana: Person, method: str
) -> None:
    url = f"{URL}/{uuid4()}"
    problem(client.open(url, method=method, json=workout(), headers=ana.headers), 404, "not_found")


def test_an_id_that_is_no_id_is_not_there(client: FlaskClient, ana: Person) -> None:
    problem(client.get(f"{URL}/7", headers=ana.headers), 404, "not_found")


# What is kept


def test_a_workout_comes_back_as_it_was_sent(client: FlaskClient, ana: Person) -> None:
    sent = workout(
        bench(
            {"kind": "warm_up", "weight": 60, "weight_unit": "kg", "reps": 8},
            {"weight": 102.5, "weight_unit": "kg", "reps": 5, "rpe": 8.5, "note": "slow 🏋️‍♀️"},
            {"kind": "drop", "weight": 80, "weight_unit": "kg", "reps": 9},
            {"kind": "failure", "weight": 80, "weight_unit": "kg", "reps": 4, "rpe": 10},
            superset=1,
            note="elbows in",
        ),
        {
            "exercise_id": str(exercise_id("running")),
            "sets": [{"distance": 5.25, "distance_unit": "km", "duration_s": 1620.5}],
        },
        note="Ça va 日本語\nnew line",
        duration_s=3120,
        time_zone="Europe/Berlin",
    )
    made = logged(client, ana, sent)
    found = read_json(client.get(one(made), headers=ana.headers))
    assert found == made
    assert (found["title"], found["note"], found["duration_s"]) == (
        "Push A",
        sent["note"],
        3120,
    )
    assert found["started_at"] == STARTED
    assert found["day"] == "2026-11-20"
    assert found["volume_kg"] == 102.5 * 5 + 80 * 9 + 80 * 4
    first, run = found["exercises"]
    assert (first["name"], first["superset"], first["note"]) == ("Bench press", 1, "elbows in")
    for got, wanted in zip(first["sets"], sent["exercises"][0]["sets"], strict=True):
        assert wanted.items() <= got.items()
    assert sent["exercises"][1]["sets"][0].items() <= run["sets"][0].items()


@pytest.mark.parametrize(
    ("weight", "unit"),
    [(102.5, "kg"), (0.001, "kg"), (2000, "kg"), (225, "lb"), (0.01, "lb"), (137.79, "lb")],
)
def test_weights_come_back_exactly(
    client: FlaskClient, ana: Person, weight: float, unit: str
) -> None:
    made = logged(client, ana, workout(bench({"weight": weight, "weight_unit": unit, "reps": 1})))
    (found,) = made["exercises"][0]["sets"]
    assert (found["weight"], found["weight_unit"]) == (weight, unit)


def test_every_hundredth_of_a_pound_comes_back_exactly(client: FlaskClient, ben: Person) -> None:
    wanted = [round(45 + step / 100, 2) for step in range(200)]
    made = logged(client, ben, workout(bench(*({"weight": one} for one in wanted))))
    assert [one["weight"] for one in made["exercises"][0]["sets"]] == wanted


def test_a_weight_without_a_unit_is_in_the_accounts(
    client: FlaskClient, ana: Person, ben: Person
) -> None:
    for person, unit in ((ana, "kg"), (ben, "lb")):
        made = logged(client, person, workout(bench({"weight": 100})))
        assert made["exercises"][0]["sets"][0]["weight_unit"] == unit


def test_the_most_a_set_can_weigh_counts_in_its_unit(
    client: FlaskClient, ana: Person, ben: Person
) -> None:
    logged(client, ben, workout(bench({"weight": 4000})))
    problem(post(client, ana, workout(bench({"weight": 2000.001}))), 422, "invalid_input")
    problem(post(client, ben, workout(bench({"weight": 4409.5}))), 422, "invalid_input")


def test_a_workout_without_a_start_starts_now(client: FlaskClient, ben: Person) -> None:
    made = logged(client, ben, {"title": "Quick"})
    assert made["started_at"] == "2026-11-20T11:00:00-07:00"
    assert made["time_zone"] == "America/Denver"


def test_an_empty_object_is_an_empty_workout(client: FlaskClient, ana: Person) -> None:
    made = logged(client, ana, {})
    assert (made["title"], made["exercises"], made["volume_kg"]) == ("", [], 0)


# Days


@pytest.mark.parametrize(
    ("started_at", "zone", "day"),
    [
        ("2026-11-20T00:30:00+01:00", "Europe/Berlin", "2026-11-20"),
        ("2026-11-19T23:30:00Z", "Europe/Berlin", "2026-11-20"),
        ("2026-11-20T00:30:00+01:00", "America/Denver", "2026-11-19"),
        ("2026-11-20T01:30:00Z", "Pacific/Kiritimati", "2026-11-20"),
        ("2026-11-19T11:30:00Z", "Pacific/Kiritimati", "2026-11-20"),
        # The night in which Berlin has 02:30 twice, and the one in which it has none.
        ("2026-10-25T00:30:00Z", "Europe/Berlin", "2026-10-25"),
        ("2026-10-25T01:30:00Z", "Europe/Berlin", "2026-10-25"),
        ("2026-03-28T23:30:00Z", "Europe/Berlin", "2026-03-29"),
        ("2026-03-29T22:30:00Z", "Europe/Berlin", "2026-03-30"),
    ],
)
def test_the_day_is_the_lifters_own(
    client: FlaskClient, ana: Person, started_at: str, zone: str, day: str
) -> None:
    made = logged(client, ana, workout(started_at=started_at, time_zone=zone))
    assert made["day"] == day
    assert listed(client, ana, f"?from={day}&to={day}")["items"] == [made]


def test_the_second_half_past_two_of_a_long_night_stays_the_second(
    client: FlaskClient, ana: Person
) -> None:
    made = logged(client, ana, workout(started_at="2026-10-25T02:30:00+01:00"))
    assert made["started_at"] == "2026-10-25T02:30:00+01:00"


@pytest.mark.parametrize(
    "started_at",
    [
        (NOW + timedelta(days=2)).isoformat(),
        "2999-12-31T23:59:59+00:00",
        "9999-12-31T23:59:59-12:00",
        "0001-01-01T00:00:00+14:00",
        "1899-12-31T12:00:00+00:00",
        "1900-01-01T00:00:00+01:00",
        "2026-11-20T18:05:00",
        "2026-11-20",
        "1763000000",
        1763000000,
        "yesterday",
        "2026-02-30T10:00:00Z",
        True,
    ],
)
def test_a_start_that_can_not_be_is_refused(
    client: FlaskClient, ana: Person, started_at: object
) -> None:
    body = workout(started_at=started_at, time_zone="America/Denver")
    refused = problem(post(client, ana, body), 422, "invalid_input")
    assert list(refused["fields"]) == ["started_at"]


def test_a_start_just_ahead_is_a_clock_that_goes_fast(client: FlaskClient, ana: Person) -> None:
    logged(client, ana, workout(started_at=(NOW + timedelta(hours=23)).isoformat()))


@pytest.mark.parametrize("zone", ["Nowhere/At_All", "../etc/passwd", "localtime", "\x00", ""])
def test_a_zone_that_is_none_is_refused(client: FlaskClient, ana: Person, zone: str) -> None:
    answer = post(client, ana, workout(time_zone=zone))
    if zone:
        assert "time_zone" in problem(answer, 422, "invalid_input")["fields"]
    else:
        assert read_json(answer)["time_zone"] == "Europe/Berlin"


# Limits


@pytest.mark.parametrize(
    ("name", "most", "beyond"),
    [
        ("reps", [0, 10_000], [-1, 10_001, 1.5, "many", 10**30]),
        ("weight", [0, 2000], [-0.5, 2000.5, "heavy", 1e300, "NaN", "1e9999"]),
        ("rpe", [1, 6.5, 10], [0.5, 0, 10.5, 11, 8.25, 8.1, -8, "1e9999", "1e-9999"]),
        ("duration_s", [0, 604_800], [-1, 604_801, "1e9999"]),
        ("distance", [0, 1_000_000], [-1, 1_000_001, "Infinity", "1e9999"]),
        ("note", ["", "n" * 2000, "🏋" * 2000], ["n" * 2001]),
        ("kind", ["warm_up", "working", "drop", "failure"], ["wrm_up", "", 5]),
        ("weight_unit", ["kg", "lb", None], ["st"]),
        ("distance_unit", ["m", "km", "yd", "mi", None], ["ft"]),
    ],
)
def test_a_set_is_taken_up_to_its_limits_and_not_beyond(
    client: FlaskClient, ana: Person, name: str, most: list[Any], beyond: list[Any]
) -> None:
    for value in most:
        made = logged(client, ana, workout(bench({name: value})))
        got = made["exercises"][0]["sets"][0][name]
        assert got == value or name.endswith("_unit")
    for value in beyond:
        refused = problem(post(client, ana, workout(bench({name: value}))), 422, "invalid_input")
        assert any(place.startswith("exercises.0.sets.0") for place in refused["fields"]), value


@pytest.mark.parametrize(
    ("name", "most", "beyond"),
    [
        ("title", ["", "t" * 200, "🏋" * 200], ["t" * 201, 7]),
        ("note", ["", "n" * 2000], ["n" * 2001]),
        ("duration_s", [0, 604_800, None], [-1, 604_801, 0.5]),
    ],
)
def test_a_workout_is_taken_up_to_its_limits_and_not_beyond(
    client: FlaskClient, ana: Person, name: str, most: list[Any], beyond: list[Any]
) -> None:
    for value in most:
        assert logged(client, ana, workout(**{name: value}))[name] == value
    for value in beyond:
        refused = problem(post(client, ana, workout(**{name: value})), 422, "invalid_input")
        assert list(refused["fields"]) == [name]


def test_a_hundred_exercises_are_taken_and_one_more_is_not(
    client: FlaskClient, ana: Person
) -> None:
    made = logged(client, ana, workout(*[bench()] * 100))
    assert len(made["exercises"]) == 100
    problem(post(client, ana, workout(*[bench()] * 101)), 422, "invalid_input")


def test_two_hundred_sets_are_taken_and_one_more_is_not(client: FlaskClient, ana: Person) -> None:
    made = logged(client, ana, workout(bench(*[{"reps": 1}] * 200)))
    assert len(made["exercises"][0]["sets"]) == 200
    problem(post(client, ana, workout(bench(*[{"reps": 1}] * 201))), 422, "invalid_input")


@pytest.mark.parametrize("superset", [0, 101, -1])
def test_a_superset_has_a_number_from_1_to_100(
    client: FlaskClient, ana: Person, superset: int
) -> None:
    problem(post(client, ana, workout(bench(superset=superset))), 422, "invalid_input")
    logged(client, ana, workout(bench(superset=1), bench(superset=100)))


@pytest.mark.parametrize("text", ["a\x00b", "\x00", "half \ud83c", "\udfff"])
def test_text_that_no_database_keeps_is_refused_by_its_field(
    client: FlaskClient, ana: Person, text: str
) -> None:
    for body, place in (
        (workout(title=text), "title"),
        (workout(note=text), "note"),
        (workout(bench(note=text)), "exercises.0.note"),
        (workout(bench({"note": text})), "exercises.0.sets.0.note"),
    ):
        assert list(problem(post(client, ana, body), 422, "invalid_input")["fields"]) == [place]


@pytest.mark.parametrize(
    "body",
    [
        workout(titel="Push"),
        workout(bench(sets_=[])),
        workout(bench({"wieght": 100})),
        workout(bench({"weight_kg": 100})),
        workout(volume_kg=5),
        workout(user_id=str(uuid4())),
    ],
)
def test_a_field_nobody_knows_is_refused(
    client: FlaskClient, ana: Person, body: dict[str, Any]
) -> None:
    assert problem(post(client, ana, body), 422, "invalid_input")["fields"]


def test_an_exercise_that_is_not_there_is_named(
    client: FlaskClient, ana: Person, cid: Person
) -> None:
    own = read_json(
        client.post(
            "/api/v1/exercises",
            json={"name": "Cid's own", "load_kind": "reps"},
            headers=cid.headers,
        )
    )
    for missing in (str(uuid4()), own["id"]):
        refused = problem(
            post(client, ana, workout({"exercise_id": missing})), 422, "invalid_input"
        )
        assert missing in refused["fields"]["exercises"]


# Bodies


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "malformed_json"),
        (b"{", 400, "malformed_json"),
        (b'{"title": "\xff"}', 400, "malformed_json"),
        (b"[" * 100_000, 400, "malformed_json"),
        (b'{"title": ' * 50_000, 400, "malformed_json"),
        (b'{"duration_s": ' + b"9" * 5000 + b"}", 400, "malformed_json"),
        (b"[]", 422, "invalid_input"),
        (b"null", 400, "malformed_json"),
        (b"0", 422, "invalid_input"),
        (b'""', 422, "invalid_input"),
    ],
)
def test_a_body_that_is_no_json_object_is_refused(
    client: FlaskClient, ana: Person, body: bytes, status: int, code: str
) -> None:
    for method, url in (("POST", URL), ("PUT", f"{URL}/{uuid4()}")):
        answer = client.open(
            url, method=method, data=body, content_type="application/json", headers=ana.headers
        )
        problem(answer, status, code)
    assert listed(client, ana)["items"] == []


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""],
)
def test_a_body_of_another_kind_is_refused(
    client: FlaskClient, ana: Person, content_type: str
) -> None:
    answer = client.post(
        URL, data=b'{"title": "x"}', content_type=content_type, headers=ana.headers
    )
    problem(answer, 415, "unsupported_media_type")
    assert listed(client, ana)["items"] == []


def test_a_huge_body_is_refused_before_it_is_read(client: FlaskClient, ana: Person) -> None:
    answer = client.post(
        URL,
        data=b" " * (5 * 1024 * 1024),
        content_type="application/json",
        headers=ana.headers,
    )
    problem(answer, 413, "too_large")


# Sending twice


def test_sending_the_same_workout_twice_is_sending_it_once(
    client: FlaskClient, ana: Person
) -> None:
    body = workout(bench({"weight": 102.5, "reps": 5, "rpe": 8}), id=str(uuid4()))
    first, second = logged(client, ana, body), logged(client, ana, body)
    assert second == first
    assert first["id"] == body["id"]
    assert len(listed(client, ana)["items"]) == 1


def test_a_start_left_out_twice_is_the_first_ones(client: FlaskClient, ana: Person) -> None:
    body = {"id": str(uuid4()), "title": "Quick"}
    assert logged(client, ana, body) == logged(client, ana, body)


@pytest.mark.parametrize(
    "change",
    [{"title": "Other"}, {"note": "x"}, {"exercises": []}, {"started_at": STARTED[:-5] + "02:00"}],
)
def test_other_content_under_the_same_id_is_a_conflict(
    client: FlaskClient, ana: Person, change: dict[str, Any]
) -> None:
    body = workout(bench({"reps": 5}), id=str(uuid4()))
    made = logged(client, ana, body)
    problem(post(client, ana, {**body, **change}), 409, "conflict")
    assert listed(client, ana)["items"] == [made]


def test_the_id_of_a_deleted_workout_is_taken(client: FlaskClient, ana: Person) -> None:
    body = workout(id=str(uuid4()))
    client.delete(one(logged(client, ana, body)), headers=ana.headers)
    problem(post(client, ana, body), 409, "conflict")


@pytest.mark.parametrize("of", ["entry", "set"])
def test_an_id_of_something_else_inside_is_a_conflict(
    client: FlaskClient, ana: Person, of: str
) -> None:
    (entry,) = logged(client, ana, workout(bench({"reps": 5})))["exercises"]
    ids = {"id": entry["id"]} if of == "entry" else {}
    sets = {"id": entry["sets"][0]["id"]} if of == "set" else {}
    body = workout(bench({"reps": 5, **sets}, **ids))
    problem(post(client, ana, body), 409, "conflict")
    other = logged(client, ana, workout())
    problem(client.put(one(other), json=body, headers=ana.headers), 409, "conflict")
    assert len(listed(client, ana)["items"]) == 2


def test_one_id_for_two_sets_is_a_conflict(client: FlaskClient, ana: Person) -> None:
    same = {"id": str(uuid4()), "reps": 5}
    problem(post(client, ana, workout(bench(same, same))), 409, "conflict")


# Changing


def test_what_is_put_is_what_there_is(client: FlaskClient, ana: Person) -> None:
    made = logged(client, ana, workout(bench({"reps": 5}, {"reps": 4}), note="before"))
    kept = made["exercises"][0]["sets"][1]["id"]
    body = workout({"exercise_id": str(SQUAT), "sets": [{"id": kept, "reps": 3}]}, title="Legs")
    changed = client.put(one(made), json=body, headers=ana.headers)
    assert changed.status_code == 200
    assert read_json(changed) == read_json(client.get(one(made), headers=ana.headers))
    assert (read_json(changed)["title"], read_json(changed)["note"]) == ("Legs", "")
    (entry,) = read_json(changed)["exercises"]
    assert (entry["name"], entry["sets"][0]["id"]) == ("Squat", kept)


def test_a_replaced_workout_keeps_the_start_and_zone_it_is_not_given(
    client: FlaskClient, ana: Person
) -> None:
    made = logged(
        client, ana, workout(started_at="2026-11-01T20:00:00-07:00", time_zone="America/Denver")
    )
    changed = read_json(client.put(one(made), json={"title": "Other"}, headers=ana.headers))
    assert changed == {**made, "title": "Other"}


def test_the_address_decides_which_workout_is_replaced(client: FlaskClient, ana: Person) -> None:
    made = logged(client, ana, workout())
    changed = client.put(one(made), json=workout(id=str(uuid4())), headers=ana.headers)
    assert read_json(changed)["id"] == made["id"]


def test_a_deleted_workout_is_gone_and_can_not_be_deleted_again(
    client: FlaskClient, ana: Person
) -> None:
    made = logged(client, ana, workout())
    answer = client.delete(one(made), headers=ana.headers)
    assert (answer.status_code, answer.data) == (204, b"")
    for method in METHODS:
        again = client.open(one(made), method=method, json=workout(), headers=ana.headers)
        problem(again, 404, "not_found")
    assert listed(client, ana)["items"] == []


# Pages


def test_pages_follow_each_other_to_the_end(client: FlaskClient, ana: Person) -> None:
    # Two of a day and moment, so that only their ids put them in order.
    made = [
        logged(client, ana, workout(started_at=f"2026-11-{1 + number // 2:02}T10:00:00+01:00"))
        for number in range(7)
    ]
    seen: list[str] = []
    cursor = ""
    while True:
        page = listed(client, ana, f"?limit=3{cursor}")
        seen += [found["id"] for found in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    newest_first = sorted(made, key=lambda found: (found["day"], UUID(found["id"]).int))
    assert seen == [found["id"] for found in newest_first][::-1]


def test_the_days_asked_for_include_both_ends(client: FlaskClient, ana: Person) -> None:
    for day in range(1, 6):
        logged(client, ana, workout(started_at=f"2026-11-0{day}T10:00:00+01:00"))

    def days(query: str) -> list[str]:
        return [found["day"][-1] for found in listed(client, ana, query)["items"]]

    assert days("?from=2026-11-02&to=2026-11-04") == ["4", "3", "2"]
    assert days("?from=2026-11-04") == ["5", "4"]
    assert days("?to=2026-11-02") == ["2", "1"]
    assert days("?from=2026-11-03&to=2026-11-03") == ["3"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("from=yesterday", "from"),
        ("to=2026-02-30", "to"),
        ("from=20261101", "from"),
        ("from=1763000000", "from"),
        ("from=2026-11-02&to=2026-11-01", "to"),
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=ten", "limit"),
        ("form=2026-11-01", "form"),
        ("cursor=%00", "cursor"),
        ("cursor=%C3%A9", "cursor"),
        (f"cursor={'A' * 201}", "cursor"),
        (f"cursor={base64.urlsafe_b64encode(b'2026-11-01|x|y').decode()}", "cursor"),
        (f"cursor={base64.urlsafe_b64encode(b'|' * 9).decode()}", "cursor"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused_by_its_field(
    client: FlaskClient, ana: Person, query: str, field: str
) -> None:
    answer = client.get(f"{URL}?{query}", headers=ana.headers)
    assert list(problem(answer, 422, "invalid_input")["fields"]) == [field]


def test_a_cursor_of_somebody_else_shows_nothing_of_theirs(
    client: FlaskClient, ana: Person, cid: Person
) -> None:
    for _ in range(2):
        logged(client, ana, workout())
    cursor = listed(client, ana, "?limit=1")["next_cursor"]
    assert listed(client, cid, f"?cursor={cursor}") == {"items": [], "next_cursor": None}


# Methods


def test_looking_at_the_head_is_reading_without_the_body(client: FlaskClient, ana: Person) -> None:
    made = logged(client, ana, workout())
    answer = client.head(one(made), headers=ana.headers)
    assert (answer.status_code, answer.data) == (200, b"")


def test_a_method_that_is_not_offered_says_which_are(client: FlaskClient, ana: Person) -> None:
    answer = client.patch(URL, json={}, headers=ana.headers)
    problem(answer, 405, "method_not_allowed")
    assert {"GET", "POST"} <= set(answer.headers["Allow"].split(", "))
    asked = client.options(URL)
    assert asked.status_code == 200
    assert "POST" in asked.headers["Allow"]


def test_an_empty_parameter_asks_for_nothing_in_particular(
    client: FlaskClient, ana: Person
) -> None:
    for path in ("workouts?from=&to=&cursor=", "exercises?q=&limit=", "stats/summary?from=&to="):
        assert client.get(f"/api/v1/{path}", headers=ana.headers).status_code == 200
