"""The form of how somebody logs: what was typed, what is wrong with it, and what it means."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from liftlog.core.request.opened_form import FIELD
from liftlog.core.sync.schemas import PreferencesFields
from liftlog.core.web.formats import amount
from liftlog.core.web.translations import gettext as _
from liftlog.core.web.words import N_
from liftlog.core.workouts.exercise_rows import Errors, amount_in, whole_seconds_in
from liftlog.domain.exercises.exercise import Equipment
from liftlog.domain.routines import REST_MAX_S
from liftlog.domain.units import WEIGHT_STEP, WEIGHT_UNITS, Weight, WeightUnit, is_step
from liftlog.domain.workouts.loading import (
    DEFAULT_BARS,
    DEFAULT_PLATES,
    DEFAULT_REST_S,
    EQUIPMENT_WEIGHT_MAX_G,
    PLATES_MAX,
)
from liftlog.statistics.sets import smallest_step


@dataclass(frozen=True, slots=True)
class LoggingForm:
    """Field by field as text, the bar in the account's unit; `errors` has a sentence for each at fault."""

    bar: str = ""
    plates: str = ""
    plates_unit: str = WeightUnit.KG.value
    rest: str = ""
    rest_timer: bool = False
    rest_sound: bool = False
    rest_vibration: bool = False
    left_handed: bool = False
    shortcuts: bool = False
    opened: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, kept: PreferencesFields, unit: WeightUnit) -> "LoggingForm":
        written = kept.plates_unit or unit
        plates = [Weight(grams, written).amount for grams in kept.plates_g]
        bar = DEFAULT_BARS[Equipment.BARBELL][unit]
        return cls(
            bar=amount(bar if kept.bar_g is None else Weight(kept.bar_g, unit).amount),
            plates=" ".join(amount(one) for one in plates or DEFAULT_PLATES[written]),
            plates_unit=written.value,
            rest="{}:{:02}".format(
                *divmod(DEFAULT_REST_S if kept.rest_s is None else kept.rest_s, 60)
            ),
            rest_timer=kept.rest_timer,
            rest_sound=kept.rest_sound,
            rest_vibration=kept.rest_vibration,
            left_handed=kept.left_handed,
            shortcuts=kept.shortcuts,
        )


LABELS: Mapping[str, str] = {
    "bar_g": N_("Bar"),
    "plates_g": N_("Plates you have"),
    "plates_unit": N_("Written on the plates"),
    "rest_s": N_("Rest"),
    "rest_timer": N_("Start by itself after each set"),
    "rest_sound": N_("Sound when it ends"),
    "rest_vibration": N_("Vibrate when it ends"),
    "left_handed": N_("Mirror the buttons for the left hand"),
    "shortcuts": N_("Single keys do something: n, u, l, / and ?"),
}
# Plates are written in their unit.
TOGETHER = (("plates_g", "plates_unit"),)


def value_text(name: str, value: Any, unit: WeightUnit) -> str:
    """A field of `PreferencesFields` as the form shows it; plates come with their unit."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    names = ("plates_g", "plates_unit") if name == "plates_g" else (name,)
    values = value if name == "plates_g" else (value,)
    kept = PreferencesFields.model_validate(dict(zip(names, values, strict=True)))
    shown = LoggingForm.of(kept, unit)
    texts = {
        "bar_g": f"{shown.bar} {unit}",
        "plates_g": f"{shown.plates} {shown.plates_unit}",
        "rest_s": shown.rest,
    }
    return texts[name]


def read(form: Mapping[str, str]) -> LoggingForm:
    """A box that is not ticked is not sent."""
    return LoggingForm(
        bar=form.get("bar", "").strip(),
        plates=" ".join(form.get("plates", "").replace(";", " ").split()),
        plates_unit=form.get("plates_unit", ""),
        rest=form.get("rest", "").strip(),
        rest_timer="rest_timer" in form,
        rest_sound="rest_sound" in form,
        rest_vibration="rest_vibration" in form,
        left_handed="left_handed" in form,
        shortcuts="shortcuts" in form,
        opened=form.get(FIELD, ""),
    )


def checked(
    draft: LoggingForm, unit: WeightUnit, kept: PreferencesFields
) -> tuple[LoggingForm, PreferencesFields | None]:
    """What the form means, or None and the form with what is wrong. An empty field is the usual.

    `kept` is what the form showed: what nobody changed stays exactly as it is there.
    """
    if draft.plates_unit not in {one.value for one in WeightUnit}:
        return replace(draft, errors={"plates_unit": _("This is not one of the choices.")}), None
    shown = LoggingForm.of(kept, unit)
    errors: Errors = {}
    # What is kept may be less than the smallest step of the unit that it is shown in.
    bar_g = kept.bar_g if draft.bar == shown.bar else _bar(draft, unit, errors)
    rest_s = kept.rest_s if draft.rest == shown.rest else _rest(draft, errors)
    same_unit = draft.plates_unit == shown.plates_unit
    same_plates = draft.plates == shown.plates and (same_unit or not kept.plates_g)
    plates_g = kept.plates_g if same_plates else _plates(draft, errors)
    if errors:
        return replace(draft, errors=errors), None
    return draft, PreferencesFields(
        bar_g=bar_g,
        plates_g=plates_g,
        plates_unit=kept.plates_unit
        if same_plates and same_unit
        else WeightUnit(draft.plates_unit),
        rest_s=rest_s,
        rest_timer=draft.rest_timer,
        rest_sound=draft.rest_sound,
        rest_vibration=draft.rest_vibration,
        left_handed=draft.left_handed,
        shortcuts=draft.shortcuts,
    )


def _bar(draft: LoggingForm, unit: WeightUnit, errors: Errors) -> int | None:
    bar = _grams(draft.bar, unit, 0, errors, "bar")
    if draft.bar and bar is None:
        errors.setdefault("bar", _("A weight from 0 to 100 kg, please, such as 20."))
    return bar


def _plates(draft: LoggingForm, errors: Errors) -> tuple[int, ...]:
    written = WeightUnit(draft.plates_unit)
    plates = [_grams(one, written, 1, errors, "plates") for one in draft.plates.split()]
    if None in plates or len(plates) > PLATES_MAX:
        sentence = _("At most %(most)s weights with spaces between them, please.")
        errors.setdefault("plates", sentence % {"most": PLATES_MAX})
    return tuple(sorted({one for one in plates if one is not None}, reverse=True))


def _rest(draft: LoggingForm, errors: Errors) -> int | None:
    rest = whole_seconds_in(draft.rest, "rest", {})
    if draft.rest and (rest is None or rest > REST_MAX_S):
        errors["rest"] = _("A time up to an hour, please, such as 2:00.")
    return rest


def _grams(text: str, unit: WeightUnit, least: int, errors: Errors, name: str) -> int | None:
    """None for what is no weight, or none that is within the limits; `errors` has a sentence for some."""
    read: Errors = {}
    found, typed_unit = amount_in(text, WEIGHT_UNITS, name, read)
    if found is None:
        errors |= read
        return None
    unit = typed_unit or unit
    if not is_step(found, WEIGHT_STEP[unit]):
        errors[name] = smallest_step(WEIGHT_STEP[unit], unit)
        return None
    if found > EQUIPMENT_WEIGHT_MAX_G:
        return None
    grams = Weight.entered(found, unit).grams
    return grams if least <= grams <= EQUIPMENT_WEIGHT_MAX_G else None
