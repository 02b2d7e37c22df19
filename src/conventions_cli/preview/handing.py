"""Gives the address to the browser in a file of this account, never as an argument, which `ps` shows to everybody."""

import os
import tempfile
from pathlib import Path

_PAGE = """\
<!doctype html>
<html lang="fr">
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url={address}">
<title>Aperçu</title>
<p><a href="{address}">Ouvrir l’aperçu</a></p>
</html>
"""


class Handed:
    """A page that leads to the address, in a file that no other account can read, kept until the browser follows it."""

    def __init__(self) -> None:
        self._path: Path | None = None

    def write(self, address: str) -> str:
        """Write the page; return its address. Raises OSError when it cannot be written."""
        descriptor, name = tempfile.mkstemp(prefix="convention-", suffix=".html")  # mode 0600
        self._path = Path(name)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(_PAGE.format(address=address))
        return self._path.as_uri()

    def remove(self) -> None:
        """Remove the file, if there is one."""
        if self._path is not None:
            self._path.unlink(missing_ok=True)
            self._path = None
