"""Programs for those who work on LiftLog; none of them is part of it."""
