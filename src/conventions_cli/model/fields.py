"""The types of fields: each reads a text as a value, or refuses it with a French message.

A refusal is a `PydanticCustomError` whose context carries the code of the diagnostic, its message and its hint.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from pydantic import GetCoreSchemaHandler, ValidatorFunctionWrapHandler
from pydantic_core import PydanticCustomError
from pydantic_core.core_schema import (
    CoreSchema,
    no_info_before_validator_function,
    no_info_plain_validator_function,
    no_info_wrap_validator_function,
    str_schema,
    with_info_plain_validator_function,
)

from conventions_cli.document import is_address
from conventions_cli.foundation import Code, Record, catalogue, field
from conventions_cli.french import (
    AmountError,
    DateError,
    Month,
    format_amount,
    parse_amount,
    parse_date,
    parse_month_or_date,
    parse_words,
)
from conventions_cli.model import editor_shapes
from conventions_cli.model.editor_shapes import SCALAR, word_among
from conventions_cli.model.near_words import fold, nearest, suggestion
from conventions_cli.model.values import (
    Adresse,
    CodeBudgetaire,
    Manquant,
    Montant,
    Nom,
    NomEnLignes,
    Pourcentage,
    Prose,
)

T = TypeVar("T")

MAX_LINE = 1_000
MAX_PROSE = 20_000
_ORDINARY = str.maketrans("\u00a0\u202f", "  ")
_YES = {"yes", "vrai", "o", "y", "1", "x", "ok", "d’accord", "d'accord", "ouais"}
_NO = {"no", "faux", "n", "0", "nan", "aucun", "aucune"}
_BLANKS = re.compile(r"[ \t\n]+")


def refused(code: Code, message: str, hint: str = "", meant: str = "", *, certain: bool = True) -> PydanticCustomError:
    """A refusal that `mend` turns into a diagnostic. `meant`: the text to write instead, when it can be told."""
    context = {"code": code, "message": message, "hint": hint, "meant": meant, "certain": certain}
    return PydanticCustomError("refus", "{message}", context)


def _text(value: Any, expected: str) -> str:
    """The text of a scalar. Raises a refusal for a list or a mapping. `expected`: the noun for it, in French."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict) and len(value) == 1 and all(isinstance(text, str) for text in value.values()):
        ((start, rest),) = value.items()
        meant = f"{start} : {rest}".replace('"', "”")
        raise refused(
            catalogue.STRUCTURE,
            f"Un deux-points suivi d’une espace coupe ce texte en deux ({expected} est attendu ici).",
            f'Mettre tout le texte entre guillemets droits : "{meant}".',
        )
    noun = "une liste" if isinstance(value, list) else "un groupe de clés"
    raise refused(
        catalogue.STRUCTURE,
        f"Une seule valeur est attendue ici ({expected}), et non {noun}.",
        "Écrire « clé: valeur » ; un texte qui commence par { ou [ se met entre guillemets.",
    )


def read_line(value: Any) -> str:
    """A text on one line. Raises PydanticCustomError for an empty or too long text, a list or a mapping."""
    text = _text(value, "un texte")
    if "  " in text or "\t" in text or "\n" in text:  # few texts
        text = _BLANKS.sub(" ", text)
    text = text.strip()
    if not text:
        raise refused(catalogue.TEXT, "Le texte est vide.", "Écrire la valeur, ou supprimer la clé.")
    if len(text) > MAX_LINE:
        raise refused(
            catalogue.TEXT,
            f"Le texte compte {len(text)} caractères ; {MAX_LINE} au plus sont admis ici.",
            "Raccourcir.",
        )
    return text


def _name(value: Any) -> Nom:
    text = read_line(value)
    if "'" in text:
        text = re.sub(r"(?<=\w)'(?=\w)", "’", text)
    return Nom(text.replace("« ", "«\u00a0").replace(" »", "\u00a0»"))


def _name_in_lines(value: Any) -> Nom:
    """A name that keeps its lines; with a single line, a plain name."""
    text = _text(value, "un texte")
    read_line(text)  # refuses an empty or too long text
    lines = [_name(line) for line in text.split("\n") if line.strip()]
    return lines[0] if len(lines) == 1 else NomEnLignes("\n".join(lines))


def _code(value: Any) -> CodeBudgetaire:
    return CodeBudgetaire(read_line(value))


def _address_lines(value: Any) -> tuple[Nom, ...]:
    lines = value if isinstance(value, list) else _text(value, "une adresse").split("\n")
    return tuple(
        _name(line.rstrip(" ,;") if isinstance(line, str) else line)
        for line in lines
        if not isinstance(line, str) or line.strip(" ,;")
    )


def _amount(value: Any) -> Montant:
    try:
        return Montant(parse_amount(_text(value, "un montant en euros")))
    except AmountError as fault:
        meant = format_amount(fault.meant).translate(_ORDINARY) if fault.meant is not None else ""
        raise refused(catalogue.AMOUNT, str(fault), fault.hint, meant, certain=fault.certain) from None


def _date(value: Any) -> date:
    try:
        return parse_date(_text(value, "une date"))
    except DateError as fault:
        raise refused(catalogue.DATE, str(fault), fault.hint, fault.meant, certain=fault.certain) from None


def _month_or_date(value: Any) -> date | Month:
    try:
        return parse_month_or_date(_text(value, "une date ou un mois"))
    except DateError as fault:
        hint = f"{fault.hint} Un mois s’écrit « 2025-06 »."
        raise refused(catalogue.DATE, str(fault), hint, fault.meant, certain=fault.certain) from None


LAST_INVOICE = Nom("derniere_facture")


def _accounting_end(value: Any) -> date | Nom:
    text = _text(value, "une date ou « derniere_facture »").strip()
    if text == LAST_INVOICE:
        return LAST_INVOICE
    try:
        return parse_date(text)
    except DateError:
        hint = f"Écrire « {LAST_INVOICE} », ou une date comme « 2026-12-31 »."
        message = f"« {text} » n’est ni une date, ni « {LAST_INVOICE} »."
        raise refused(catalogue.DATE, message, hint) from None


def _boolean(value: Any) -> bool:
    text = _text(value, "oui ou non").strip().lower()
    if text in {"oui", "true"}:
        return True
    if text in {"non", "false"}:
        return False
    raise refused(catalogue.BOOLEAN, f"« {text} » n’est ni oui ni non.", "Écrire « oui » ou « non ».", yes_or_no(text))


def yes_or_no(text: str) -> str:
    """The « oui » or « non » that a word means, in any case; empty for another word."""
    word = text.strip().lower().rstrip(".! ")
    return "oui" if word in _YES or word == "oui" else "non" if word in _NO or word == "non" else ""


def _integer(value: Any, low: int, high: int) -> int:
    text = _text(value, "un nombre entier").strip()
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and low <= int(text) <= high):
        raise refused(
            catalogue.INTEGER,
            f"« {text} » n’est pas un nombre entier de {low} à {high}.",
            f"Écrire par exemple « {max(low, 3)} ».",
            _bare_number(text, low, high),
            certain=text[:1].isdecimal(),
        )
    return int(text)


def _bare_number(text: str, low: int, high: int) -> str:
    """The number in « 3 mois », « 17e » or « lot 17 »; empty in other cases, or out of bounds."""
    after = re.fullmatch(r"(\d{1,9}) ?(?:mois|jours?|mm|e|ème|eme|°)\.?", text, flags=re.ASCII | re.IGNORECASE)
    before = re.fullmatch(r"(?:[^\W\d]{2,20}\.? ?)?(?:n ?[°o]\.? ?)?(\d{1,9})\.?", text)
    match = after or before
    number = int(match[1]) if match and match[1].isascii() else parse_words(text) if text[:1].isalpha() else None
    return str(number) if number is not None and low <= number <= high else ""


def _year(value: Any) -> int:
    text = _text(value, "une année").strip()
    if not re.fullmatch(r"(19|20|21)\d\d", text, flags=re.ASCII):
        match = re.fullmatch(r"(?i)(?:l['’])?(?:année |an |exercice |en |fin )?((?:19|20|21)\d\d)\.?", text)
        raise refused(
            catalogue.YEAR,
            f"« {text} » n’est pas une année.",
            _year_hint(text),
            match[1] if match else f"20{text}" if re.fullmatch(r"[2-4]\d", text, flags=re.ASCII) else "",
            certain=match is not None,
        )
    return int(text)


def _year_hint(text: str) -> str:
    """What to write instead of a key that is no year: it may be a credit, or the name of a party."""
    if text in {"ae", "cp"}:
        return "Écrire d’abord l’année : « 2025: {ae: …, cp: …} »."
    hint = "Écrire les quatre chiffres de l’année, par exemple « 2025 »"
    if any(character.isdigit() for character in text):
        return f"{hint}."
    return f"{hint} ; pour une partie, « {text[:40]}: {{2025: {{ae: …, cp: …}}}} »."


def _percentage(value: Any) -> Pourcentage:
    text = _text(value, "un pourcentage").strip()
    match = re.fullmatch(r"(\d{1,3})(?:[.,](\d{1,2}))?[\s\u00a0\u202f]*%?", text, flags=re.ASCII)
    if not match or int(match[1]) > 100:
        spelt = re.fullmatch(r"(?i)(\d{1,3}(?:[.,]\d{1,2})?) ?(?:pour ?cents?|p\. ?100|pct)", text, flags=re.ASCII)
        raise refused(
            catalogue.PERCENTAGE,
            f"« {text} » n’est pas un pourcentage de 0 à 100.",
            "Écrire par exemple « 50 % ».",
            f"{spelt[1]} %" if spelt and float(spelt[1].replace(",", ".")) <= 100 else "",
        )
    return Pourcentage(int(match[1]) * 100 + int((match[2] or "0").ljust(2, "0")))


def _url(value: Any) -> Adresse:
    text = _text(value, "une adresse web").strip()
    if not is_address(text):
        raise refused(
            catalogue.URL,
            f"« {text} » n’est pas une adresse web.",
            "Écrire une adresse entière, par exemple « https://www.service-public.fr ».",
            f"https://{text}" if re.fullmatch(r"(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?", text) else "",
            certain=False,
        )
    return Adresse(text)


def _prose(value: Any) -> Prose:
    text = _text(value, "un texte")
    if len(text) > MAX_PROSE:
        raise refused(
            catalogue.TEXT, f"Le texte compte {len(text)} caractères ; {MAX_PROSE} au plus sont admis.", "Raccourcir."
        )
    from conventions_cli.readers import read_normal_blocks  # late: few specs hold prose

    result = read_normal_blocks(text)
    if result.faults:
        raise refused(catalogue.PROSE, result.faults[0].message, result.faults[0].hint)
    if not result.blocks:
        raise refused(catalogue.TEXT, "Le texte est vide.", "Écrire la valeur, ou supprimer la clé.")
    return Prose(result.blocks)


class LuPar(Record, frozen=True, eq=False):
    """A field that a function reads from its text. `schema`: the shape of the text, for editors.

    Unlike `PlainValidator`, it builds no schema from the type of the value, since specs are not serialised from values:
    for `Prose`, that would be the whole document tree, and double the time a command takes to start.
    """

    function: Callable[[Any], Any]
    schema: dict[str, Any] = field(default_factory=lambda: {"type": SCALAR})

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Pydantic's protocol."""
        del source, handler
        return no_info_plain_validator_function(self.function, json_schema_input_schema=str_schema())


class LuSelon(Record, frozen=True, eq=False):
    """A field whose values depend on the kind of act: the function also receives the context of the validation."""

    function: Callable[[Any, dict[str, Any]], Any]
    schema: dict[str, Any] = field(default_factory=lambda: {"type": SCALAR})

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Pydantic's protocol."""
        del source, handler
        function = self.function
        return with_info_plain_validator_function(
            lambda value, info: function(value, info.context or {}), json_schema_input_schema=str_schema()
        )


E = TypeVar("E", bound=Enum)


def chosen(value: Any, members: Mapping[str, T]) -> T:
    """The member that a word names. Raises a refusal with « vouliez-vous dire » for another word."""
    text, words = _text(value, "un mot de la liste").strip().replace("'", "’"), list(members)
    if text in members:
        return members[text]
    meant = nearest(text, words)
    message = f"« {text} » n’est pas une valeur admise."
    raise refused(catalogue.CHOICE, message, suggestion(text, words), meant, certain=fold(text) == fold(meant))


def choice(kind: type[E]) -> Any:
    """A validator for one of the values of an enum, with « vouliez-vous dire »."""
    members = {str(member.value): member for member in kind}

    def validate(value: Any) -> E:
        return chosen(value, members)

    return LuPar(validate, word_among(members))


class Reprise(Record, frozen=True, eq=False):
    """A function around pydantic's own reading of a value: `before` changes the value, `around` calls the reading.

    Like `LuPar`, it saves the time that pydantic takes to inspect the signature of each function.
    """

    before: Callable[[Any], Any] | None = None
    around: Callable[[Any, ValidatorFunctionWrapHandler], Any] | None = None

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Pydantic's protocol."""
        schema = handler(source)
        if self.before is not None:
            schema = no_info_before_validator_function(self.before, schema)
        return no_info_wrap_validator_function(self.around, schema) if self.around is not None else schema


def _accept_missing(value: Any, handler: ValidatorFunctionWrapHandler) -> Any:
    return value if isinstance(value, Manquant) else handler(value)


class _OuManquant(Reprise, frozen=True, eq=False):
    """Accepts a `Manquant`; where the field is read by a function, both become a single function, for speed."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Pydantic's protocol."""
        schema = handler(source)
        if schema["type"] != "function-plain" or schema["function"]["type"] != "no-info":
            return no_info_wrap_validator_function(_accept_missing, schema)
        reader: Callable[[Any], Any] = schema["function"]["function"]
        return no_info_plain_validator_function(
            lambda value: value if isinstance(value, Manquant) else reader(value),
            json_schema_input_schema=schema["json_schema_input_schema"],
        )


_OU_MANQUANT = _OuManquant()


if TYPE_CHECKING:
    from typing import TypeAlias

    Requis: TypeAlias = T | Manquant
else:

    class Requis:
        """A field that a signed act must have; in a draft, a `Manquant` may replace it."""

        def __class_getitem__(cls, kind: Any) -> Any:
            return Annotated[kind, _OU_MANQUANT]


Ligne = Annotated[str, LuPar(read_line)]
NomPropre = Annotated[Nom, LuPar(_name)]
NomEnPlusieursLignes = Annotated[Nom, LuPar(_name_in_lines)]
Code_ = Annotated[CodeBudgetaire, LuPar(_code)]
AdressePostale = Annotated[tuple[Nom, ...], LuPar(_address_lines, {"type": ["string", "array", "null"]})]
Euros = Annotated[Montant, LuPar(_amount, editor_shapes.EUROS)]
Jour = Annotated[date, LuPar(_date, editor_shapes.DAY)]
JourOuMois = Annotated[date | Month, LuPar(_month_or_date, editor_shapes.DAY_OR_MONTH)]
FinComptable = Annotated[date | Nom, LuPar(_accounting_end, editor_shapes.day_or(LAST_INVOICE))]
OuiNon = Annotated[bool, LuPar(_boolean, editor_shapes.YES_OR_NO)]
Annee = Annotated[int, LuPar(_year, editor_shapes.YEAR)]
Part = Annotated[Pourcentage, LuPar(_percentage, editor_shapes.PERCENTAGE)]
AdresseWeb = Annotated[Adresse, LuPar(_url, editor_shapes.ADDRESS)]
TexteMisEnForme = Annotated[Prose, LuPar(_prose)]


def entier(low: int, high: int) -> Any:
    """A validator for a whole number between two bounds, included."""
    return LuPar(lambda value: _integer(value, low, high), editor_shapes.whole_number(low, high))


def liste_de_lignes(value: Any) -> Any:
    """Accept one text where a list is expected: `x` reads as `[x]`."""
    return [value] if isinstance(value, (str, Manquant)) else value


EnListe = Reprise(before=liste_de_lignes)
