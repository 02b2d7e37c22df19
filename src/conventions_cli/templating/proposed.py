"""What a clause of a pack may say, with what it is for, in French: values, articles to refer to, filters, turns."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from conventions_cli.foundation import Record, remembered, replace
from conventions_cli.model import Convention, Element, Spec, TypeDeChamp, label_of, purpose_of, read_extras
from conventions_cli.templating.pack import Pack
from conventions_cli.templating.trial import Trial
from conventions_cli.templating.tried import examples

_FILE = Path(__file__).with_name("mots.json")
_ROOTS = ("dispositif", "duree", "finances", "chorus", "marches")
_PLAIN = ("nor", "reference", "entete", "lieu_signature", "objet")
_VALUES = ("partie", "valeur", "champ du modèle")
_MOST = 60  # letters of a value that is shown


class Word(Record, frozen=True):
    """Something a clause may say. `name`: as it is written; `whole`: what to insert; `what`: what it is for.

    `kind`: what it is one of, in French; `now`: what it prints in an act. `applied`: a filter, written after « | ».
    """

    name: str
    whole: str
    what: str
    kind: str
    now: str = ""
    applied: bool = False


def words_for(pack: Pack, spec: Spec) -> tuple[Word, ...]:
    """What a clause of a pack may say, with what each value prints in the act of a spec.

    All of it is tried on the two specs that packs are tried on: what one of them lacks is proposed under a condition,
    and what no clause of such acts can print is left out.
    """
    here, others = _trial(pack, spec), [_trial(pack, one) for one in examples(pack)]
    roles = [key for key, role in spec.kind.roles.items() if not role.facultatif] or list(spec.kind.roles)
    who = roles[0] if roles else "parties"
    values = [*_parties(spec), *_fields(spec), *_told(who, "valeurs", "valeur"), *_own(pack)]
    turns = [
        *_told(who, "filtres", "filtre", applied=True),
        *_told(who, "conditions", "condition"),
        *_told(who, "tournures", "tournure"),
    ]
    safe = [one for word in values if (one := _safe(word, others)) is not None]
    return (
        *(replace(one, now=_now(one, here)) for one in safe),
        *_articles(pack, here),
        *(one for word in turns if (one := _safe(word, others)) is not None),
    )


def _trial(pack: Pack, spec: Spec) -> Trial:
    extras = read_extras(pack.manifest.champs, spec).value
    manifest = pack.manifest
    return Trial(spec, extras, typography=manifest.typographie, designations=manifest.designations)


def _safe(word: Word, trials: Sequence[Trial]) -> Word | None:
    """The word, under a condition if some acts lack its value; None when it is of no use in these acts."""
    for whole in (word.whole, f"{{% if {word.name} %}}{word.whole}{{% endif %}}"):
        if all(one.blocks(whole) is not None for one in trials):
            return replace(word, whole=whole)
        if word.kind not in _VALUES:
            break
    return None


def _now(word: Word, here: Trial) -> str:
    text = here.title(word.whole) or "" if "…" not in word.whole else ""
    return text if len(text) <= _MOST else f"{text[: _MOST - 1]}…"


@remembered(1)
def said() -> dict[str, dict[str, dict[str, str]]]:
    """The file of words: by kind, then by name, what it is for and an example."""
    read: dict[str, dict[str, dict[str, str]]] = json.loads(_FILE.read_text(encoding="utf-8"))
    return read


def _told(who: str, section: str, kind: str, *, applied: bool = False) -> Iterator[Word]:
    for name, one in said()[section].items():
        yield Word(name, one["exemple"].replace("QUI", who), one["sert"], kind, "", applied)


def _parties(spec: Spec) -> Iterator[Word]:
    for key, role in spec.kind.roles.items():
        whole = f"{{{{ {key} | le }}}}"
        whole = f"{{% if {key} %}}{whole}{{% endif %}}" if role.facultatif else whole
        optional = " ; un acte peut n’en pas avoir" if role.facultatif else ""
        yield Word(key, whole, f"{role.nom} : la partie, par le nom que l’acte lui donne{optional}", "partie")


def _fields(spec: Spec) -> Iterator[Word]:
    """The values of a spec that have one text: those of lists are said in a loop."""
    for name in _PLAIN:
        yield _field((name,))
    for root in _ROOTS:
        if not spec.kind.admits(root):
            continue
        model: Any = type(getattr(spec.convention, root))
        for key in getattr(model, "model_fields", {}):
            if _is_text(model, key):
                yield _field((root, key))


def _is_text(model: Any, key: str) -> bool:
    """Whether a field is no list and holds no others."""
    annotation = str(model.model_fields[key].annotation)
    return not any(
        word in annotation.lower() for word in ("tuple[", "dict[", "list[", "bool", "cofinancement", "budget")
    )


def _field(path: tuple[str, ...]) -> Word:
    name = ".".join(path)
    assert path[0] in Convention.model_fields  # noqa: S101 - one of ours
    what, label = purpose_of(name).rstrip("."), label_of(path)
    alone = what if label.lower() in what.lower() else f"{label} : {what[:1].lower()}{what[1:]}"
    return Word(name, f"{{{{ {name} }}}}", alone if what else label, "valeur")


def _own(pack: Pack) -> Iterator[Word]:
    for key, one in pack.manifest.champs.items():
        name, told = f"champs.{key}", str(one.libelle or key.replace("_", " "))
        whole = f"{{{{ {name} }}}}" if one.type is not TypeDeChamp.BOOLEEN else f"{{% if {name} %}} … {{% endif %}}"
        yield Word(name, whole, told, "champ du modèle")


def _articles(pack: Pack, here: Trial) -> Iterator[Word]:
    """The articles to refer to; those that some acts lack, under the condition that the plan states."""
    found: dict[str, list[Element]] = {}
    for one in pack.elements:
        if one.article and not one.pour:
            found.setdefault(one.article, []).append(one)
    for label, elements in found.items():
        name = f'renvoi("{label}")'
        tests = list(dict.fromkeys(str(one.si) for one in elements if one.si))
        sure = len(elements) > sum(bool(one.si) for one in elements) or any(f"not {one}" in tests for one in tests)
        whole = f"l’{{{{ {name} }}}}"
        if not sure:
            whole = (
                f"{{% if {' or '.join(f'({one})' for one in tests) if tests[1:] else tests[0]} %}}{whole}{{% endif %}}"
            )
        title = here.title(str(elements[0].titre)) or label.replace("-", " ")
        yield Word(name, whole, f"l’article « {title} », par son numéro dans l’acte", "renvoi")
