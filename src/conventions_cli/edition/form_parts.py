"""What a form is made of: fields, groups of them, tables of years. Plain values, which know nothing of HTML."""

from conventions_cli.foundation import Record, field


class Choice(Record, frozen=True):
    """A value that may be chosen, and the words that say it."""

    value: str
    shown: str


class Field(Record, frozen=True):
    """One value of the spec. `key`: its path, as `convention set` takes it; `shown`: its value in its control's form.

    `example`: shown while the field is empty, never a value. `origin`: where the value comes from, when it is not
    written in the file itself; `home`: the name of that file, where it may be written too. `supplier`: who can give it,
    when the act lacks it. `locked`: why it cannot be changed in the file itself. `removable`: an item of a list, that
    can be taken out. `fresh`: the place of an item yet to be written. `faults`: what the checks say of it, each a
    sentence, what to type, and whether it is an error.
    """

    key: str
    label: str
    control: str
    value: str = ""
    shown: str = ""
    help: str = ""
    example: str = ""
    choices: tuple[Choice, ...] = ()
    origin: str = ""
    home: str = ""
    supplier: str = ""
    locked: str = ""
    removable: bool = False
    fresh: bool = False
    faults: tuple[tuple[str, str, bool], ...] = ()

    @property
    def wrong(self) -> bool:
        """Whether one of its faults is an error."""
        return any(error for _, _, error in self.faults)

    @property
    def stands(self) -> bool:
        """Whether it is shown at once: it has a value, or lacks one, or something is said of it."""
        return bool(self.value or self.supplier or self.faults)


class Table(Record, frozen=True):
    """Amounts by year. `columns`: key and label; `rows`: each year with its fields, those without a value included.

    `seen`: by year, the fingerprint of what is written, for those that can be taken out.
    """

    key: str
    label: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, tuple[Field, ...]], ...]
    seen: dict[str, str] = field(default_factory=dict)

    @property
    def stands(self) -> bool:
        """Whether one of its fields stands."""
        return any(one.stands for _, fields in self.rows for one in fields)


class Group(Record, frozen=True):
    """Fields under one title. `fresh`: the place of an item yet to be written, as its title says.

    `seen`: the fingerprint of an item that can be taken out whole; `listed`: a list, whose items are its parts.
    """

    key: str
    label: str
    parts: tuple["Part", ...]
    help: str = ""
    origin: str = ""
    supplier: str = ""
    seen: str = ""
    fresh: bool = False
    listed: bool = False

    @property
    def stands(self) -> bool:
        """Whether one of its parts stands, or the group itself lacks something."""
        return bool(self.supplier) or any(one.stands for one in self.parts)


Part = Field | Table | Group


class Lack(Record, frozen=True):
    """A value the act lacks: its key, its name, who can give it, and the key of the part of the form it belongs to."""

    key: str
    label: str
    supplier: str
    target: str


class Form(Record, frozen=True):
    """The whole form: what is missing, then every value, by section. `unreadable`: why there is none."""

    lacks: tuple[Lack, ...] = ()
    sections: tuple[Group, ...] = ()
    unreadable: str = ""


def fields_of(part: Part) -> "list[Field]":
    """The fields of a part, those of its groups and tables included, in order."""
    if isinstance(part, Field):
        return [part]
    if isinstance(part, Table):
        return [one for _, fields in part.rows for one in fields]
    return [one for inner in part.parts for one in fields_of(inner)]
