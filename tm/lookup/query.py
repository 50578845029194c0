"""A query made sound before anything is searched. Leaves out: searching."""

from tm.errors import QueryError
from tm.lookup.config import LONGEST_QUERY_CHARS


def checked(text: str, what: str = "query") -> str:
    """Return `text` without surrounding white space.

    Raises QueryError where it is empty, longer than 20,000 characters, or holds half a surrogate pair.
    """
    stripped = text.strip()
    if not stripped:
        raise QueryError(f"the {what} is empty; give at least one character")
    if len(stripped) > LONGEST_QUERY_CHARS:
        raise QueryError(
            f"the {what} has {len(stripped)} characters; the longest allowed is {LONGEST_QUERY_CHARS}: "
            "look up its sentences one by one"
        )
    try:
        stripped.encode("utf-8")
    except UnicodeEncodeError as err:
        raise QueryError(
            f"the {what} holds half a surrogate pair ({stripped[err.start]!r}) at character {err.start}; "
            "it was decoded wrongly: give it as UTF-8"
        ) from err
    return stripped
