"""The parts of a form: fields, groups of fields, tables of years. Plain values, which know nothing of HTML."""

from conventions_cli.foundation import Record, field


class Choice(Record, frozen=True):
    """A value that may be chosen, and the words that show it."""

    value: str
    shown: str


class Field(Record, frozen=True):
    """One value of the spec. `key`: its path, as `convention set` takes it; `shown`: its value in its control's form.

    `example`: shown while the field is empty, never a value. `origin`: where the value comes from, when it is not
    written in the file itself; `home`: the name of that other file, where it may be written too. `supplier`: who can
    give the value, when the act lacks it. `locked`: why it cannot be changed in the file itself. `removable`: whether
    it is an item of a list that can be taken out. `fresh`: whether it is the empty place of one more item. `faults`:
    for each diagnostic, its message, its hint, and whether it is an error.
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
        """Whether a fault is an error."""
        return any(error for _, _, error in self.faults)

    @property
    def stands(self) -> bool:
        """Whether the field is shown at once: it has a value, a fault, or a value that the act lacks."""
        return bool(self.value or self.supplier or self.faults)


class Table(Record, frozen=True):
    """Amounts by year. `columns`: key and label; `rows`: each year with its fields, those without a value included.

    `seen`: the fingerprint of each year that can be taken out.
    """

    key: str
    label: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, tuple[Field, ...]], ...]
    seen: dict[str, str] = field(default_factory=dict)

    @property
    def stands(self) -> bool:
        """Whether one of its fields stands."""
        return any(field_.stands for _, fields in self.rows for field_ in fields)


class Group(Record, frozen=True):
    """Fields under one title. `fresh`: whether it is the empty place of one more item.

    `seen`: the fingerprint of an item that can be taken out whole; `listed`: whether its parts are the items of a list.
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
        """Whether one of its parts stands, or the act lacks the group itself."""
        return bool(self.supplier) or any(part.stands for part in self.parts)


Part = Field | Table | Group


class Lack(Record, frozen=True):
    """A value the act lacks: its key, its name, who can give it, and the key of the part of the form it belongs to."""

    key: str
    label: str
    supplier: str
    target: str


class Form(Record, frozen=True):
    """The whole form: the missing values, then every value, by section. `unreadable`: why there is no form."""

    lacks: tuple[Lack, ...] = ()
    sections: tuple[Group, ...] = ()
    unreadable: str = ""


def fields_of(part: Part) -> "list[Field]":
    """The fields of a part, with those of its groups and tables, in order."""
    if isinstance(part, Field):
        return [part]
    if isinstance(part, Table):
        return [field_ for _, fields in part.rows for field_ in fields]
    return [field_ for inner in part.parts for field_ in fields_of(inner)]
