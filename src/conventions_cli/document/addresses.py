"""Where a link may point."""

import re
from urllib.parse import quote

_HOST = re.compile(r"(?i)https?://[^/?#]+\Z")
_LONGEST = 2000
_ADDRESS = re.compile(r"(?i)(?:https?://|mailto:)[^\s]+\Z")


def is_address(url: str) -> bool:
    """Tell whether a link may point there: http, https and mailto only, of a length that browsers follow."""
    return len(url) <= _LONGEST and _ADDRESS.match(url) is not None


def with_path(url: str) -> str:
    """The address of a bare host with the slash that word processors give it: both lead there (RFC 3986, 6.2.3)."""
    return f"{url}/" if _HOST.match(url) else url


def uri(address: str) -> str:
    """An address with nothing a URI cannot hold; what is already encoded stays as it is."""
    return quote(address, safe="!#$%&'()*+,/:;=?@~-._")


def printed_address(address: str) -> str:
    """An address as paper shows it: that of a mail box without its scheme."""
    return address[len("mailto:") :] if address[:7].casefold() == "mailto:" else address


def shows_address(text: str, address: str) -> bool:
    """Tell whether a text says an address already, be it without its scheme or its last slash."""
    return _bare(printed_address(address)) in text.casefold()


def _bare(address: str) -> str:
    return address.casefold().removeprefix("https://").removeprefix("http://").removesuffix("/")
