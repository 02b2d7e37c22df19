"""The request made to `convention new`: by questions, by options, from a page, for a round."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from conventions_cli.foundation import Record

if TYPE_CHECKING:
    from conventions_cli.drafting import Flags, Surroundings


class Wanted(Record, frozen=True):
    """The request. `everything`: whether the values of an existing spec are asked again."""

    target: Path | None
    flags: "Flags"
    place: "Surroundings"
    herite: tuple[str, ...]
    schema: bool
    quiet: bool
    everything: bool = False

    @property
    def goes_on(self) -> bool:
        """Whether the spec exists."""
        return self.target is not None and os.path.isfile(self.target)  # noqa: PTH113 - a name too long is none


def with_schema(place: "Surroundings", *, wanted: bool) -> "Surroundings":
    """The surroundings with a schema to be written beside the spec, unless there is one or none is wanted."""
    from conventions_cli.drafting import SCHEMA
    from conventions_cli.foundation import replace

    if not wanted or (place.folder / SCHEMA).exists():
        return place
    from conventions_cli.model import schema_text
    from conventions_cli.templating import schema_of

    directory = place.directory if place.directory is not None and place.directory.is_file() else None
    text = schema_of(place.template_dir, directory).value
    return replace(place, pending={**place.pending, SCHEMA: schema_text(text)}) if text is not None else place


def roles_of(wanted: Wanted) -> tuple[str, ...]:
    """The roles of the kind of act, those it needs first."""
    from conventions_cli.drafting import View

    roles = View(wanted.place, herite=wanted.herite, pack=wanted.flags.pack).kind.roles
    return tuple(sorted(roles, key=lambda key: roles[key].facultatif))
