"""The exercise catalogue as it ships: one file, read once."""

from functools import cache
from importlib.resources import files

from liftlog.domain.exercises.catalogue import CatalogueExercise, exercise_id, parse_catalogue


@cache
def catalogue() -> tuple[CatalogueExercise, ...]:
    text = (files("liftlog.store.exercises") / "catalogue.tsv").read_text(encoding="utf-8")
    return parse_catalogue(text)


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
