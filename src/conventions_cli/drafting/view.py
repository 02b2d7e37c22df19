"""The data that questions may use: the answers so far, and the surroundings of the spec."""

from functools import cached_property

from conventions_cli.drafting.draft_values import Path
from conventions_cli.drafting.resumed import Resumed
from conventions_cli.drafting.surroundings import Entry, Surroundings, entries_of, states, text_at
from conventions_cli.foundation import Record, field
from conventions_cli.french import AmountError, DateError, parse_amount, parse_date, parse_month_or_date
from conventions_cli.model import GRANT, Champ, Kind, Names, Role, path_of
from conventions_cli.source import Mapping

OTHER, NOBODY, ALL = "autre", "aucun", "tous"
YES, NO = "oui", "non"
_MOST_YEARS = 6


class View(Record, dict=True):
    """The answers by key, None for a question left for later. Keys in « @ » are no keys of the spec."""

    home: Surroundings
    answers: dict[str, str | None] = field(default_factory=dict)
    named: bool = True  # whether the name of the file to write is known
    herite: tuple[str, ...] = ()  # the files to inherit, from the command line
    pack: str = ""
    spec: Resumed | None = None  # the spec that the interview goes on with

    @property
    def tree(self) -> Mapping:
        """The values known besides the answers: those of inherited files, or all those of an existing spec."""
        return self.spec.whole if self.spec is not None else self.place.inherited(self.names)

    @property
    def place(self) -> Surroundings:
        """The surroundings of the spec, with the directory to be written beside it if the user wanted one."""
        return (self._directed if self.yes("@annuaire") else None) or self.home

    @cached_property
    def _directed(self) -> Surroundings | None:
        return self.home.with_directory()

    @property
    def may_copy_directory(self) -> bool:
        """Whether no directory is at hand, and the one of the examples can be copied."""
        return self._directed is not None

    def get(self, key: str) -> str:
        """The answer to a question, else the value inherited under its key, else an empty text."""
        answer = self.answers.get(key)
        path = path_of(key)
        return answer or (text_at(self.tree, *path) if path and key[0] != "@" else "")

    def yes(self, key: str) -> bool:
        """Whether a question was answered by « oui »."""
        return self.answers.get(key) == YES

    @property
    def names(self) -> tuple[str, ...]:
        """The files the spec inherits."""
        chosen = self.answers.get("@herite")
        return self.place.names(self.herite or ((chosen,) if chosen and chosen != NOBODY else ()))

    def inherits(self, path: Path) -> bool:
        """Whether a path is not to be asked: an inherited file, or the existing spec, has a value there."""
        return self.spec.holds(path) if self.spec is not None else states(self.tree, *path)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The parties of the directory."""
        return entries_of(self.tree)

    @property
    def usual_giver(self) -> str:
        """The party of the directory that gives money in the other acts of the folder; empty when there are several."""
        chosen = {self.answers.get(f"@{other}.qui") for other in self.parties if other != "parties.0"}
        giving = {key for key, role in self.kind.roles.items() if role.donne}
        givers = {party for role, party in self.place.holders if role in giving}
        identifiers = [entry.identifier for entry in self.entries if entry.identifier in givers - chosen]
        return identifiers[0] if len(identifiers) == 1 else ""

    def usual(self, key: str, *alike: str) -> str:
        """The proposal of the pack for a key, else the common value of the other acts of the folder.

        `alike`: only the acts with the same values as this one under these keys are compared.
        """
        path = path_of(key) or ()
        alike_values = {path_of(other) or (): self.get(other) for other in alike}
        return self.kind.proposals.get(key) or self.place.usual(path, alike_values)

    def entry(self, prefix: str) -> Entry | None:
        """The party chosen in the directory for a place of the act."""
        chosen = self.answers.get(f"@{prefix}.qui")
        return next((entry for entry in self.entries if entry.identifier == chosen), None)

    def is_new(self, prefix: str) -> bool:
        """Whether a party is to be described, because it is in no directory."""
        return self.answers.get(f"@{prefix}.qui") == OTHER or not self.entries

    @property
    def kind(self) -> Kind:
        """The kind of act that the pack declares."""
        return self.place.kind_of(self.modele)

    def takes(self, section: str) -> bool:
        """Whether acts of this kind may have a section."""
        return self.kind.admits(section)

    def needs(self, *path: str) -> bool:
        """Whether every act of this kind needs a value."""
        return path in self.kind.needed

    @property
    def further_role(self) -> str:
        """The key of the optional role of the acts of this kind; empty when there is none, or several."""
        keys = [key for key, role in self.kind.roles.items() if role.facultatif]
        return keys[0] if len(keys) == 1 else ""

    @property
    def roles(self) -> dict[str, Role]:
        """The role of each party of the act, by its prefix « parties.0 »; the optional role comes last, if wanted."""
        kind = self.kind
        if self.spec is not None:
            return self.spec.roles(kind)
        roles = [role for role in kind.roles.values() if not role.facultatif]
        if self.further_role and self.yes("@tiers"):
            roles.append(kind.roles[self.further_role])
        return {f"parties.{number}": role for number, role in enumerate(roles)}

    @property
    def parties(self) -> tuple[str, ...]:
        """The prefixes of the parties of the act: « parties.0 », « parties.1 »."""
        return tuple(self.roles)

    @property
    def modele(self) -> str:
        """The name of the pack."""
        packs = self.place.packs
        return self.pack or self.get("modele") or (packs[0][0] if packs else "")

    @property
    def champs(self) -> dict[str, Champ]:
        """The fields of the pack that need an answer: those without a default value."""
        from conventions_cli.templating import load_pack

        pack = load_pack(self.modele, self.place.template_dir).value
        fields = pack.manifest.champs if pack is not None else {}
        return {name: champ for name, champ in fields.items() if champ.defaut is None}

    @property
    def column_names(self) -> Names:
        """The names that the columns of a list may bear."""
        served = any(path[0] == "services" for path in self.kind.needed)
        labels = {name: champ.libelle or name for name, champ in self.champs.items()}
        return Names(self.kind.roles, labels, served=served)

    @property
    def is_grant(self) -> bool:
        """Whether the act is a grant, and not a delegation."""
        from conventions_cli.templating import load_pack

        pack = load_pack(self.modele, self.place.template_dir).value
        return pack is not None and pack.manifest.nature == GRANT

    # Money: sums of answers; None while a figure of the sum is unknown.

    def amount(self, key: str) -> int | None:
        """An amount answered or inherited, in euros; None when there is none."""
        try:
            return parse_amount(self.get(key))
        except AmountError:
            return None

    @property
    def delegated(self) -> int | None:
        """The amount without the coaching, in euros."""
        total, coaching = self.amount("finances.montant"), self.amount("finances.accompagnement")
        return None if total is None else max(total - (coaching or 0), 0)

    @property
    def years(self) -> tuple[int, ...]:
        """The years of the calendar, from the first one answered to the end of the act."""
        first = self.answers.get("@annee") or ""
        if not (first.isascii() and first.isdecimal() and len(first) == 4):
            return ()
        end = self.get("duree.fin")
        try:
            last = parse_date(end).year if end else int(first)
        except DateError:
            last = int(first)
        return tuple(range(int(first), min(max(last, int(first)), int(first) + _MOST_YEARS - 1) + 1))

    @property
    def first_year(self) -> str:
        """The year the calendar most likely starts: that of the signature, else of the decision."""
        for key in ("date_signature", "dispositif.date_decision"):
            try:
                return str(parse_month_or_date(self.get(key)).year)
            except DateError:
                continue
        return ""

    def remaining(self, credit: str, year: int) -> int | None:
        """The amount still to be opened (« ae ») or paid (« cp ») at the beginning of a year."""
        start = self.delegated if credit == "ae" else self._opened(None)
        spent = self._sum(credit, year)
        return None if start is None or spent is None else start - spent

    def _opened(self, before: int | None) -> int | None:
        return self._sum("ae", before)

    def _sum(self, credit: str, before: int | None) -> int | None:
        total = 0
        for year in self.years:
            key = f"finances.echeancier.{year}.{credit}"
            if (before is not None and year >= before) or key not in self.answers:
                continue
            figure = self.amount(key)
            if figure is None:
                return None
            total += figure
        return total
