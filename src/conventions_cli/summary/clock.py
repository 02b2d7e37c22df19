"""The day a file says it was made: never that of the machine's clock."""

import os
from datetime import UTC, datetime

_FIXED = datetime(1980, 1, 1)


def made_at() -> datetime:
    """`SOURCE_DATE_EPOCH` in universal time, without its zone; 1 January 1980 when it is not set or not readable."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not given.isascii() or not given.isdecimal() or len(given) > 11:
        return _FIXED
    return datetime.fromtimestamp(min(int(given), 253_402_300_799), UTC).replace(tzinfo=None)
