"""The site of the products: its name, the repository of its pages, and the key of a page about the fund."""

from pathlib import Path

from conventions_cli.foundation import Record, read_table


class Site(Record, frozen=True):
    """A site of product pages. `key`: the key of a page, and the name of an event, for what the fund gave."""

    name: str
    repository: str
    key: str


def _read() -> Site:
    table = read_table(Path(__file__).with_name("site.json"))
    return Site(table["nom"], table["depot"], table["cle"])


SITE = _read()
