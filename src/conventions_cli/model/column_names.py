"""Finds the keys of the columns of a list by their titles: French labels, keys, axes of CHORUS, roles.

A key is a path of the spec (« finances.montant »), the key of a role of the act, `FILE` for the name of the file to
write, or `IGNORED`. `colonnes.json` lists the titles that people use for each key; the first is the one we write.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from conventions_cli.foundation import read_table, remembered
from conventions_cli.french import bare, capitalized
from conventions_cli.model.chorus import AXES
from conventions_cli.model.convention import Convention
from conventions_cli.model.labels import label_of
from conventions_cli.model.parties import Role
from conventions_cli.model.shape import fields_at, has_free_keys, is_known, is_list, words_at

FILE, IGNORED, NAME = "fichier", "ignorer", "services.0.nom"
_MAX_STEPS, _MAX_INDEX = 12, 99
_FILE = Path(__file__).with_name("colonnes.json")
_ASIDE = re.compile(r"\([^()]*\)|€|\b(?:en )?euros?\b", re.IGNORECASE)
_YEARLY = re.compile(
    r"(?:(?P<year>20\d\d) (?P<what>ae|cp)|(?P<what2>ae|cp|autorisations? d engagement|credits? de paiement)"
    r"(?: (?:de|en|pour|l annee))* (?P<year2>20\d\d))"
)
_WITHIN = " – "  # between the steps of a path in words: « Services 1 – objectifs 2 »
_COUNTED = re.compile(r"(.+) ([1-9][0-9]?)")
_NUMBERED = re.compile(r"(?:nom du )?(?:service|produit|startup)(?: numerique)? ([1-9])")


def path_of(key: str) -> tuple[str | int, ...] | None:
    """« services.0.nom » as a path; None for a text that is no path. Numbers are indexes unless keys are free."""
    steps = key.split(".")
    if not all(steps) or len(steps) > _MAX_STEPS:
        return None
    path: tuple[str | int, ...] = ()
    for step in steps:
        index = step.isascii() and step.isdecimal() and path and not has_free_keys(Convention, path)
        if index and int(step) > _MAX_INDEX:
            return None
        path = (*path, int(step) if index else step)
    return path


@remembered()
def _aliases() -> dict[str, list[str]]:
    table: dict[str, list[str]] = read_table(_FILE)
    return table


def _spelled(path: tuple[str | int, ...]) -> str:
    """A path in words: « Services 1 – objectifs 2 »; a free key stays as it is."""
    words: list[str] = []
    for at, step in enumerate(path):
        if isinstance(step, int):
            words[-1] += f" {step + 1}"
        else:
            words.append(step if has_free_keys(Convention, path[:at]) else label_of(path[: at + 1]))
    return capitalized(_WITHIN.join(words))


def _placed(title: str) -> str:
    """The key of a path in words (`_spelled`); empty for other words."""
    path: tuple[str | int, ...] = ()
    for words in title.split(_WITHIN):
        counted = _COUNTED.fullmatch(words)
        step = _child(path, words)
        if step:
            path = (*path, step)
            continue
        step = _child(path, counted[1]) if counted is not None else ""
        if counted is None or not step or not is_list(Convention, (*path, step)):
            return ""
        path = (*path, step, int(counted[2]) - 1)
    return ".".join(map(str, path))


def _child(path: tuple[str | int, ...], words: str) -> str:
    """The key under a path that these words name; empty when there is none."""
    if has_free_keys(Convention, path):
        counted = _COUNTED.fullmatch(words)
        listed = counted is not None and is_list(Convention, (*path, counted[1]))
        return "" if listed else words
    folded = fold_title(words)
    return next((key for key in fields_at(Convention, path) if fold_title(label_of((*path, key))) == folded), "")


def fold_title(text: str) -> str:
    """A name without accents, case and punctuation, to be compared."""
    return " ".join(re.sub(r"[\W_]+", " ", bare(text.casefold(), "NFKD")).split())


class Names:
    """The names that columns may have, for the roles of a kind of act (`roles`) and the fields of its pack (`champs`).

    `naming`: the keys that can name an act, the best first. `served`: whether every act of the kind is about services;
    if not, the party that receives the money can name the act.
    """

    def __init__(self, roles: Mapping[str, Role], champs: Mapping[str, str], *, served: bool = True) -> None:
        receiving = () if served else tuple(key for key, role in roles.items() if role.recoit) or tuple(roles)
        self.naming = (NAME, FILE, "titre", *receiving, "objet")
        self._champs = dict(champs)
        self.roles = tuple(sorted(roles, key=lambda key: roles[key].facultatif))
        self._role_names = {key: str(role.nom) for key, role in roles.items()}
        self._keys: dict[str, str] = {}
        for key, names in self._keys_with_names():
            for name in names:
                self._keys.setdefault(fold_title(name), key)

    def _keys_with_names(self) -> list[tuple[str, list[str]]]:
        """The keys with their names; the first key with a name wins."""
        pairs = [(key, [key, name]) for key, name in self._role_names.items()]
        pairs += list(_aliases().items())
        for axis in AXES:
            key = f"chorus.{axis.key}.0" if axis.several else f"chorus.{axis.key}"
            pairs.append((key, [axis.label_of(1), axis.label_of(2), axis.name, axis.key, *axis.aliases]))
        pairs += [(f"champs.{name}", [label, name]) for name, label in self._champs.items()]
        return pairs

    def key_of(self, title: str) -> str:
        """The key of a column, by its title; empty for an unknown title."""
        for text in (title, _ASIDE.sub(" ", title)):
            key = self._key_of(fold_title(text))
            if key:
                return key
        words = title.strip()
        return self._as_path(words) or self._as_path(_placed(words)) or self._as_path(self._numbered(words))

    def _numbered(self, words: str) -> str:
        """The key for the name of a list field of the pack followed by a number; empty for other words."""
        counted = _COUNTED.fullmatch(words)
        key = self._keys.get(fold_title(counted[1]), "") if counted is not None else ""
        return f"{key}.{int(counted[2]) - 1}" if counted is not None and key.startswith("champs.") else ""

    def _key_of(self, folded: str) -> str:
        if folded in self._keys:
            return self._keys[folded]
        yearly = _YEARLY.fullmatch(folded)
        if yearly is not None:
            credit = "ae" if (yearly["what"] or yearly["what2"])[0] == "a" else "cp"
            return f"finances.echeancier.{yearly['year'] or yearly['year2']}.{credit}"
        numbered = _NUMBERED.fullmatch(folded)
        return f"services.{int(numbered[1]) - 1}.nom" if numbered is not None else ""

    def _as_path(self, text: str) -> str:
        """The text itself, when it is a key; otherwise empty."""
        path = path_of(text)
        if path is None or path[0] in {"herite", "annuaire"} or not is_known(Convention, path):
            return ""
        group = fields_at(Convention, path) or has_free_keys(Convention, path)
        if group and words_at(Convention, path) is None:
            return ""  # a group of keys, which cannot be a text
        return text if path[0] != "champs" or (len(path) > 1 and path[1] in self._champs) else ""

    def title_of(self, key: str) -> str:
        """The title for the column of a key: words from which `key_of` gives the key back, else the key itself."""
        path = path_of(key) or ()
        titles = [_aliases().get(key, [""])[0], capitalized(self._role_names.get(key, ""))]
        if path[:2] == ("finances", "echeancier") and len(path) == 4:
            titles.append(f"{str(path[3]).upper()} {path[2]}")
        if path[:1] == ("services",) and path[-1] == "nom" and len(path) == 3:
            titles.append(f"Service {int(path[1]) + 1}")
        titles += [axis.label_of(1) for axis in AXES if path[:2] == ("chorus", axis.key)]
        if path[:1] == ("champs",) and len(path) > 1 and path[1] in self._champs:
            titles.append(" ".join([self._champs[str(path[1])], *(str(int(step) + 1) for step in path[2:])]))
        titles += [capitalized(label_of(path)), _spelled(path)] if path else []
        return next((title for title in titles if title and self.key_of(title) == key), key)

    def meaning_of(self, key: str) -> str:
        """The meaning of a key in French words, for the table shown before anything is written."""
        if key in self._role_names:
            return self._role_names[key]
        if key == FILE:
            return "nom du fichier à écrire"
        title = self.title_of(key)
        return label_of(path_of(key) or ()) if title == key else title

    def choices(self) -> str:
        """The most usual keys, for a hint."""
        return ", ".join(
            ("service", *self.roles, "finances.montant", "duree.fin", "chorus.centre_de_cout", FILE, IGNORED)
        )
