"""The exercise catalogue as it ships: one file, read once, and the names that other apps use."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from liftlog.domain.exercises.catalogue import CatalogueExercise, exercise_id, parse_catalogue


@cache
def catalogue() -> tuple[CatalogueExercise, ...]:
    text = (files("liftlog.store.exercises") / "catalogue.tsv").read_text(encoding="utf-8")
    return parse_catalogue(text)


@cache
def names_elsewhere() -> Mapping[str, str]:
    """Slugs of exercises by what other apps and their users call them, where rules don't tell."""
    text = (files("liftlog.store.exercises") / "names_elsewhere.tsv").read_text(encoding="utf-8")
    pairs = (line.split("\t") for line in text.splitlines()[1:])
    return {name: slug for slug, name in pairs}


def catalogue_rows() -> list[dict[str, object]]:
    """The catalogue as rows of the `catalogue_exercise` table."""
    return [
        {
            "id": exercise_id(entry.slug),
            "slug": entry.slug,
            "name": entry.name,
            "load_kind": entry.load_kind,
            "equipment": entry.equipment,
            "pattern": entry.pattern,
            "primary_muscles": list(entry.primary_muscles),
            "secondary_muscles": list(entry.secondary_muscles),
            "aliases": list(entry.aliases),
        }
        for entry in catalogue()
    ]
