"""The acts of a run in one archive: fixed order and dates, so that the same acts give the same bytes."""

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

from conventions_cli.files import write_whole
from conventions_cli.foundation import Diagnostic

_DATE = (1980, 1, 1, 0, 0, 0)


def write_archive(target: Path, files: Sequence[Path]) -> Diagnostic | None:
    """Write the archive of these files, by their names. Returns what went wrong."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(files, key=lambda file: file.name):
            member = zipfile.ZipInfo(path.name, _DATE)
            member.create_system = 0
            member.compress_type = zipfile.ZIP_STORED if path.suffix == ".docx" else zipfile.ZIP_DEFLATED
            archive.writestr(member, path.read_bytes())
    return write_whole(target, stream.getvalue())
