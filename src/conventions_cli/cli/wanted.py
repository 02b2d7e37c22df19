"""What `convention new` was asked for, whatever way is taken: by questions, by options, from a page, for a round."""

from pathlib import Path
from typing import TYPE_CHECKING

from conventions_cli.foundation import Record

if TYPE_CHECKING:
    from conventions_cli.drafting import Flags, Surroundings


class Wanted(Record, frozen=True):
    """What was asked for, whatever way is taken."""

    target: Path | None
    flags: "Flags"
    place: "Surroundings"
    herite: tuple[str, ...]
    schema: bool
    quiet: bool


def with_schema(place: "Surroundings", *, wanted: bool) -> "Surroundings":
    """The surroundings with a schema to be written beside the spec; as they are when it is there, or not wanted."""
    from conventions_cli.drafting import SCHEMA
    from conventions_cli.foundation import replace

    if not wanted or (place.folder / SCHEMA).exists():
        return place
    from conventions_cli.model import schema_text
    from conventions_cli.templating import schema_of

    known = place.directory if place.directory is not None and place.directory.is_file() else None
    made = schema_of(place.template_dir, known).value
    return replace(place, pending={**place.pending, SCHEMA: schema_text(made)}) if made is not None else place
