"""The words proposed to who writes a clause, each explained in French: values, articles, filters, conditions, turns."""

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
_MOST = 60  # letters printed of a value


class Word(Record, frozen=True):
    """A word that a clause may use. `name`: the word; `whole`: the text to insert; `purpose`: its purpose, in French.

    `kind`: its kind, in French; `now`: what it prints in an act. `applied`: a filter, written after « | ».
    """

    name: str
    whole: str
    purpose: str
    kind: str
    now: str = ""
    applied: bool = False


def words_for(pack: Pack, spec: Spec) -> tuple[Word, ...]:
    """The words that a clause of a pack may use, with what each value prints in the act of a spec.

    Each word is tried on the two examples of specs. One that fails on an example is proposed under a condition; one
    that fails even so is left out.
    """
    here, others = _trial(pack, spec), [_trial(pack, example) for example in examples(pack)]
    roles = [key for key, role in spec.kind.roles.items() if not role.facultatif] or list(spec.kind.roles)
    role = roles[0] if roles else "parties"
    values = [*_parties(spec), *_fields(spec), *_explained(role, "valeurs", "valeur"), *_own(pack)]
    turns = [
        *_explained(role, "filtres", "filtre", applied=True),
        *_explained(role, "conditions", "condition"),
        *_explained(role, "tournures", "tournure"),
    ]
    safe_values = [safe for word in values if (safe := _safe(word, others)) is not None]
    return (
        *(replace(word, now=_now(word, here)) for word in safe_values),
        *_articles(pack, here),
        *(safe for word in turns if (safe := _safe(word, others)) is not None),
    )


def _trial(pack: Pack, spec: Spec) -> Trial:
    extras = read_extras(pack.manifest.champs, spec).value
    manifest = pack.manifest
    return Trial(spec, extras, typography=manifest.typographie, designations=manifest.designations)


def _safe(word: Word, trials: Sequence[Trial]) -> Word | None:
    """The word, under a condition if some trials lack its value; None when it fails on a trial even so."""
    for text in (word.whole, f"{{% if {word.name} %}}{word.whole}{{% endif %}}"):
        if all(trial.blocks(text) is not None for trial in trials):
            return replace(word, whole=text)
        if word.kind not in _VALUES:
            break
    return None


def _now(word: Word, here: Trial) -> str:
    text = here.title(word.whole) or "" if "…" not in word.whole else ""
    return text if len(text) <= _MOST else f"{text[: _MOST - 1]}…"


@remembered(1)
def explanations() -> dict[str, dict[str, dict[str, str]]]:
    """The content of `mots.json`: by section, then by name, the purpose of each word and an example."""
    sections: dict[str, dict[str, dict[str, str]]] = json.loads(_FILE.read_text(encoding="utf-8"))
    return sections


def _explained(role: str, section: str, kind: str, *, applied: bool = False) -> Iterator[Word]:
    for name, word in explanations()[section].items():
        yield Word(name, word["exemple"].replace("QUI", role), word["sert"], kind, "", applied)


def _parties(spec: Spec) -> Iterator[Word]:
    for key, role in spec.kind.roles.items():
        text = f"{{{{ {key} | le }}}}"
        text = f"{{% if {key} %}}{text}{{% endif %}}" if role.facultatif else text
        optional = " ; un acte peut n’en pas avoir" if role.facultatif else ""
        yield Word(key, text, f"{role.nom} : la partie, par le nom que l’acte lui donne{optional}", "partie")


def _fields(spec: Spec) -> Iterator[Word]:
    """The values of a spec that are one text; a list needs a loop."""
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
    """Whether a field is one text: no list, no flag, no section of its own."""
    annotation = str(model.model_fields[key].annotation)
    return not any(
        word in annotation.lower() for word in ("tuple[", "dict[", "list[", "bool", "cofinancement", "budget")
    )


def _field(path: tuple[str, ...]) -> Word:
    name = ".".join(path)
    assert path[0] in Convention.model_fields  # noqa: S101 - one of ours
    purpose, label = purpose_of(name).rstrip("."), label_of(path)
    alone = purpose if label.lower() in purpose.lower() else f"{label} : {purpose[:1].lower()}{purpose[1:]}"
    return Word(name, f"{{{{ {name} }}}}", alone if purpose else label, "valeur")


def _own(pack: Pack) -> Iterator[Word]:
    for key, field in pack.manifest.champs.items():
        name, label = f"champs.{key}", str(field.libelle or key.replace("_", " "))
        text = f"{{{{ {name} }}}}" if field.type is not TypeDeChamp.BOOLEEN else f"{{% if {name} %}} … {{% endif %}}"
        yield Word(name, text, label, "champ du modèle")


def _articles(pack: Pack, here: Trial) -> Iterator[Word]:
    """References to the articles of the plan; under its condition (`si`), an article that some acts lack."""
    by_label: dict[str, list[Element]] = {}
    for element in pack.elements:
        if element.article and not element.pour:
            by_label.setdefault(element.article, []).append(element)
    for label, elements in by_label.items():
        name = f'renvoi("{label}")'
        tests = list(dict.fromkeys(str(element.si) for element in elements if element.si))
        always = len(elements) > sum(bool(element.si) for element in elements)
        sure = always or any(f"not {test}" in tests for test in tests)
        text = f"l’{{{{ {name} }}}}"
        if not sure:
            condition = " or ".join(f"({test})" for test in tests) if tests[1:] else tests[0]
            text = f"{{% if {condition} %}}{text}{{% endif %}}"
        title = here.title(str(elements[0].titre)) or label.replace("-", " ")
        yield Word(name, text, f"l’article « {title} », par son numéro dans l’acte", "renvoi")
