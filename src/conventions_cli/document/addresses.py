"""Where a link may point."""

import re
from urllib.parse import quote

_HOST = re.compile(r"(?i)https?://[^/?#]+\Z")
_LONGEST = 2000
_ADDRESS = re.compile(r"(?i)(?:https?://|mailto:)[^\s]+\Z")


def is_address(url: str) -> bool:
    """Whether a link may point to an address: http, https or mailto, of a length that browsers accept."""
    return len(url) <= _LONGEST and _ADDRESS.match(url) is not None


def with_path(url: str) -> str:
    """An address that is only a host, with the slash that word processors add: it is equivalent (RFC 3986, 6.2.3)."""
    return f"{url}/" if _HOST.match(url) else url


def uri(address: str) -> str:
    """An address as a URI: forbidden characters are encoded, encoded ones stay as they are."""
    return quote(address, safe="!#$%&'()*+,/:;=?@~-._")


def printed_address(address: str) -> str:
    """An address to print: that of a mailbox without its scheme."""
    return address[len("mailto:") :] if address[:7].casefold() == "mailto:" else address


def shows_address(text: str, address: str) -> bool:
    """Whether a text contains an address, with or without its scheme and its last slash."""
    return _bare(printed_address(address)) in text.casefold()


def _bare(address: str) -> str:
    return address.casefold().removeprefix("https://").removeprefix("http://").removesuffix("/")
