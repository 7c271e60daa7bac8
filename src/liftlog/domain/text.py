"""Which texts can be kept at all."""


def is_storable(text: str) -> bool:
    """Whether PostgreSQL can hold it: no NUL character, and no half of a surrogate pair."""
    return not any(character == "\0" or "\ud800" <= character <= "\udfff" for character in text)
