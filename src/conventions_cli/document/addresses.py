"""Where a link may point."""

import re
from urllib.parse import quote

_ADDRESS = re.compile(r"(?i)(?:https?://|mailto:)[^\s]+\Z")


def is_address(url: str) -> bool:
    """Tell whether a link may point there: http, https and mailto only."""
    return _ADDRESS.match(url) is not None


def uri(address: str) -> str:
    """An address with nothing a URI cannot hold; what is already encoded stays as it is."""
    return quote(address, safe="!#$%&'()*+,/:;=?@~-._")
