"""The day a file says it was made: never that of the machine's clock."""

from datetime import datetime

from conventions_cli.writers import made_at as stated

_FIXED = (1980, 1, 1, 0, 0, 0)


def made_at() -> datetime:
    """The moment `SOURCE_DATE_EPOCH` states, in universal time without its zone; 1 January 1980 when it states none."""
    year, month, day, hour, minute, second = stated() or _FIXED
    return datetime(year, month, day, hour, minute, second)
