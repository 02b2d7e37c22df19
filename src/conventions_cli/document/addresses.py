"""Where a link may point."""

import re

_ADDRESS = re.compile(r"(?i)(?:https?://|mailto:)[^\s]+\Z")


def is_address(url: str) -> bool:
    """Tell whether a link may point there: http, https and mailto only."""
    return _ADDRESS.match(url) is not None
