"""Somebody who trains: an account by its form, a history by its file, figures by page and API."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from http import HTTPStatus
from typing import Any

import httpx2

from tools.containers.engine import FailedError
from tools.containers.installation import Installation, until

EMAIL = "ana@example.org"
PASSWORD = "a long sentence of no meaning 42"  # noqa: S105 Of an invented person.
FROM_OUR_PAGE = {"Sec-Fetch-Site": "same-origin"}
LIFT = "Bench Press (Barbell)"
FIRST_DAY = date(2026, 1, 5)
WORKOUTS = 40
TIMEOUT_S = 10
PATIENCE_S = 60


def history() -> tuple[str, Decimal, dict[str, Decimal]]:
    """A file of Strong's form, the volume in it, and Epley's estimate of each day in it."""
    columns = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds"
    lines = [f"{columns},Notes,Workout Notes,RPE"]
    volume_kg, estimates = Decimal(0), dict[str, Decimal]()
    for number in range(WORKOUTS):
        day = FIRST_DAY + timedelta(days=3 * number)
        weight_kg = Decimal(60) + Decimal("1.25") * number
        for order in (1, 2, 3):
            lines.append(f'{day} 18:05:00,"Push",55m,"{LIFT}",{order},{weight_kg},5,0,0,"","",')
            volume_kg += weight_kg * 5
        estimates[f"{day}"] = weight_kg * (1 + Decimal(5) / 30)
    return "\n".join(lines) + "\n", volume_kg, estimates


@dataclass(slots=True)
class Lifter:
    installation: Installation
    client: httpx2.Client
    token: str = field(default="", repr=False)
    exercise_id: str = ""

    @property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def register(self) -> None:
        form = {
            "email": EMAIL,
            "password": PASSWORD,
            "weight_unit": "kg",
            "time_zone": "Europe/Berlin",
        }
        self._posted("/register", data=form)
        self.token = self.installation.inside("core", "liftlog", "token", "create", EMAIL).split()[
            -1
        ]

    def import_history(self) -> None:
        text, _, _ = history()
        answer = self._posted("/import", files={"file": ("strong.csv", text, "text/csv")})
        preview = answer.headers["location"]
        said = self._posted(preview, data={"unit": "kg"})
        page = self.page(said.headers["location"])
        if f"{WORKOUTS} workouts are imported" not in page:
            raise FailedError(f"The import does not say that {WORKOUTS} workouts came in.")

    def see_calendar(self) -> None:
        in_january = sum(
            (FIRST_DAY + timedelta(days=3 * number)).month == 1 for number in range(WORKOUTS)
        )
        lead = re.search(r'<p class="lead">(\d+) workouts?\b', self.page("/calendar?month=2026-01"))
        if lead is None or int(lead[1]) != in_january:
            raise FailedError(
                f"The calendar of January shows {lead and lead[1]}, not {in_january}."
            )

    def see_figures(self) -> None:
        """Totals and 1RM are those of the file, to the last digit that the API gives."""
        _, volume_kg, estimates = history()
        whole = {"from": f"{FIRST_DAY}", "to": f"{max(estimates)}"}
        totals = self.asked("/api/v1/stats/summary", **whole)
        found = (totals["workouts"], totals["sets"], Decimal(str(totals["volume_kg"])))
        if found != (WORKOUTS, 3 * WORKOUTS, volume_kg):
            raise FailedError(f"The totals are {found}.")
        if not self.exercise_id:
            self.exercise_id = self.asked("/api/v1/exercises", q=LIFT)["items"][0]["id"]
        answer = self.asked(
            f"/api/v1/stats/exercises/{self.exercise_id}/one-rep-max", formula="epley", **whole
        )
        points = {one["date"]: one["one_rep_max_kg"] for one in answer["points"]}
        wrong = set(points) ^ set(estimates) or {
            day
            for day, kg in estimates.items()
            if abs(Decimal(str(points[day])) - kg) > Decimal("0.0001")
        }
        if wrong:
            raise FailedError(f"The 1RM of these days is not what the file says: {sorted(wrong)}")
        if "Bench press" not in self.page(f"/one-rep-max/{self.exercise_id}"):
            raise FailedError("The page of the 1RM does not name its lift.")

    def log_by(self, client: httpx2.Client, workout_id: str) -> int:
        entry = {
            "exercise_id": self.exercise_id,
            "sets": [{"weight": 100, "weight_unit": "kg", "reps": 3}],
        }
        document = {"id": workout_id, "title": "Logged meanwhile", "exercises": [entry]}
        answer = client.post("/api/v1/workouts", json=document, headers=self.bearer)
        return answer.status_code

    def has_workout(self, workout_id: str) -> bool:
        path = f"/api/v1/workouts/{workout_id}"
        return self.client.get(path, headers=self.bearer).status_code == 200

    def asked(self, path: str, **params: str) -> dict[str, Any]:
        """A busy machine may be late with statistics, and core says so instead of waiting."""
        answers: list[httpx2.Response] = []

        def answered() -> bool:
            answers.append(self.client.get(path, params=params, headers=self.bearer))
            return answers[-1].status_code != HTTPStatus.SERVICE_UNAVAILABLE

        until(answered, f"{path} is answered", within_s=PATIENCE_S)
        if answers[-1].status_code != HTTPStatus.OK:
            raise FailedError(f"{path} answers {answers[-1].status_code}: {answers[-1].text[:500]}")
        found: dict[str, Any] = answers[-1].json(parse_float=Decimal)
        return found

    def page(self, path: str) -> str:
        answer = self.client.get(path)
        if answer.status_code != 200:
            raise FailedError(f"{path} answers {answer.status_code}: {answer.text[:500]}")
        return answer.text

    def _posted(self, path: str, **content: Any) -> httpx2.Response:
        answer = self.client.post(path, headers=FROM_OUR_PAGE, **content)
        if answer.status_code != 303:
            raise FailedError(f"POST {path} answers {answer.status_code}: {answer.text[:1500]}")
        return answer


def arrived(installation: Installation) -> Lifter:
    return Lifter(installation, httpx2.Client(base_url=installation.address, timeout=TIMEOUT_S))
