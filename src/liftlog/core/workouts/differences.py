"""What was changed in an editor and elsewhere too, in words: a workout's or a routine's."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from liftlog.core.request.opened_form import FieldDifference, choice_name
from liftlog.core.web.formats import moment, number, week_from
from liftlog.core.web.translations import gettext as _
from liftlog.core.web.words import N_
from liftlog.core.workouts.exercise_rows import FormExercise, duration_text
from liftlog.domain.sync import three_way
from liftlog.domain.sync.three_way import Document, Merged, Path
from liftlog.domain.text import isolated

# By the name in the document; what the editors can't change has no word.
_FIELDS: Mapping[str, str] = {
    "title": N_("Title"),
    "name": N_("Name"),
    "note": N_("Note"),
    "started_at": N_("Start"),
    "duration_s": N_("Time"),
    "weekdays": N_("Planned for"),
    "superset": N_("Superset"),
    "rest_s": N_("Rest"),
    "kind": N_("Kind of set"),
    "weight": N_("Weight"),
    "reps": N_("Reps"),
    "reps_min": N_("Reps"),
    "rpe": N_("RPE"),
    "distance": N_("Distance"),
}
_KINDS: Mapping[str, str] = {
    "working": N_("Working set"),
    "warm_up": N_("Warm-up"),
    "drop": N_("Drop set"),
    "failure": N_("To failure"),
}


def differences(
    merged: Merged, there: Document, shown: Sequence[FormExercise]
) -> tuple[FieldDifference, ...]:
    """Of a document with `exercises` that have `sets`; `shown` are those of the editor, with names."""
    names = {one.exercise_id: one.name for one in shown}
    mine, theirs = _Side(merged.document, names), _Side(there, names)
    return tuple(
        FieldDifference(
            choice_name(one.path),
            _label(one.path, mine, theirs),
            mine.text(one.path, one.mine),
            theirs.text(one.path, one.theirs),
        )
        for one in merged.conflicts
    )


class _Side:
    """What one side made of it."""

    def __init__(self, document: Document, names: Mapping[str, str]) -> None:
        self._names = names
        self._exercises = {one["id"]: one for one in document.get("exercises", ())}

    def exercise(self, entry_id: str) -> str | None:
        if entry_id not in self._exercises:
            return None
        name = self._names.get(self._exercises[entry_id]["exercise_id"])
        return isolated(name or _("Unknown exercise"))

    def place(self, entry_id: str, set_id: str) -> int | None:
        ids = [one["id"] for one in self._sets(entry_id)]
        return ids.index(set_id) + 1 if set_id in ids else None

    def text(self, path: Path, value: Any) -> str:
        match path:
            case ("exercises", three_way.ORDER):
                return ", ".join(self.exercise(one) or "" for one in value)
            case ("exercises", entry_id, "sets", three_way.ORDER):
                sets = {one["id"]: one for one in self._sets(entry_id)}
                return "; ".join(_set_text(sets[one]) for one in value if one in sets)
            case ("exercises", _) | ("exercises", _, "sets", _) if value is None:
                return _("removed")
            case ("exercises", _):
                return "; ".join(map(_set_text, value["sets"])) or _("no sets")
            case ("exercises", _, "sets", _):
                return _set_text(value)
        return _field_text(path[-1], value)

    def _sets(self, entry_id: str) -> Sequence[Mapping[str, Any]]:
        found: Sequence[Mapping[str, Any]] = self._exercises.get(entry_id, {}).get("sets", ())
        return found


def _label(path: Path, *sides: _Side) -> str:
    words = []
    if path[0] == "exercises" and path[1] != three_way.ORDER:
        names = (side.exercise(path[1]) for side in sides)
        words.append(next((one for one in names if one), _("Unknown exercise")))
    match path:
        case ("exercises", entry_id, "sets", set_id, *_) if set_id != three_way.ORDER:
            places = (side.place(entry_id, set_id) for side in sides)
            place = next((one for one in places if one), 1)
            words.append(_("Set %(place)s") % {"place": place})
    match path:
        case ("exercises", three_way.ORDER):
            words.append(_("Exercises"))
        case ("exercises", _, "sets", three_way.ORDER):
            words.append(_("Sets"))
        case (name,) | ("exercises", _, name) | ("exercises", _, "sets", _, name):
            words.append(_(_FIELDS.get(name, name)))
    return ", ".join(words)


def _set_text(one: Mapping[str, Any]) -> str:
    """ "100 kg x 5", as far as it was measured or planned."""
    names = ("weight", "reps", "reps_min", "distance", "duration_s", "rpe", "note")
    pairs = {"weight": "weight_unit", "distance": "distance_unit", "reps_min": "reps_max"}
    texts = [
        _field_text(name, (one[name], one.get(pairs[name])) if name in pairs else one[name])
        for name in names
        if one.get(name) not in (None, "")
    ]
    return " × ".join(texts) or _("empty")


def _weekdays(numbers: Sequence[int]) -> str:
    return ", ".join(word for number, word in week_from(1) if number in numbers)


def _number(value: float) -> str:
    return number(Decimal(str(value)), 3)


def _with_unit(value: Sequence[Any]) -> str:
    return f"{_number(value[0])} {value[1] or ''}".strip()


def _span(seconds: float) -> str:
    return duration_text(int(Decimal(str(seconds)) * 1000))


_TEXTS: Mapping[str, Callable[[Any], str]] = {
    "weight": _with_unit,
    "distance": _with_unit,
    "reps_min": lambda value: "-".join(dict.fromkeys(str(one) for one in value if one is not None)),
    "duration_s": _span,
    "rest_s": _span,
    "started_at": lambda value: moment(datetime.fromisoformat(value[0]), value[1]),
    "weekdays": _weekdays,
    "rpe": _number,
    "kind": lambda value: _(_KINDS.get(value, value)),
}


def _field_text(name: str, value: Any) -> str:
    if value in (None, "", []) or (isinstance(value, (list, tuple)) and value[0] is None):
        return _("empty")
    return _TEXTS.get(name, str)(value)
