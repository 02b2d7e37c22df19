"""The date of making written in files: the one that the environment states, never that of the machine's clock."""

import os
import time
from datetime import datetime

Moment = tuple[int, int, int, int, int, int]

NO_DATE: Moment = (1980, 1, 1, 0, 0, 0)  # of members of archives, when no date is stated


def made_at() -> Moment | None:
    """The moment in SOURCE_DATE_EPOCH, in universal time, within the range of dates in archives.

    None when it is not set: files then have no date of making.
    """
    stated = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not (stated.isascii() and stated.isdecimal() and len(stated) < 12):
        return None
    moment = time.gmtime(int(stated))
    return (min(max(moment.tm_year, 1980), 2107), *moment[1:6])


def moment_made() -> datetime:
    """The date of making, without time zone, for a file that must have one: 1 January 1980 when none is stated."""
    year, month, day, hour, minute, second = made_at() or NO_DATE
    return datetime(year, month, day, hour, minute, second)
