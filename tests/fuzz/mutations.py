"""The mutations, as strategies: each draws a file of the repository and what is done to it.

Hypothesis draws, and when something fails makes what was drawn smaller: fewer mutations, then simpler ones.
"""

import io
import json
import re
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import yaml
from hypothesis import strategies as st
from lxml import etree

from fuzz import tokens

_MOST_PIECES = 4_000  # of a text: what repeats is bounded, so that an input stays small enough to be tried
_DOUBLES = 6  # times something is doubled
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

Pieces = Callable[[str], list[str]]


def lines(text: str) -> list[str]:
    """The lines of a text, their ends kept."""
    return text.splitlines(keepends=True)


def clause_pieces(text: str) -> list[str]:
    """What a clause is made of: tags, expressions, and lines between them."""
    return [piece for piece in re.split(r"(\{\{.*?\}\}|\{%.*?%\}|\n)", text) if piece]


@st.composite
def texts(draw: st.DrawFn, seeds: Sequence[str], cut: Pieces, words: Sequence[str]) -> bytes:
    """A text of the repository whose pieces are swapped, deleted, repeated, or filled with hostile words."""
    return _spoilt(draw, draw(st.sampled_from(seeds)), cut, words).encode("utf-8", "surrogatepass")


def _spoilt(draw: st.DrawFn, text: str, cut: Pieces, words: Sequence[str]) -> str:
    pieces = cut(text)
    for _ in range(draw(st.integers(1, 6))):
        if not pieces:
            break
        _change(draw, pieces, words)
        del pieces[_MOST_PIECES:]
    return "".join(pieces)


def _change(draw: st.DrawFn, pieces: list[str], words: Sequence[str]) -> None:
    """Change one piece, or a run of pieces."""
    at = draw(st.integers(0, len(pieces) - 1))
    deed = draw(st.sampled_from(["écrire", "mettre", "dedans", "effacer", "échanger", "répéter", "couper", "doubler"]))
    match deed:
        case "écrire":
            pieces[at] = draw(st.sampled_from(words))
        case "mettre":
            pieces.insert(at, draw(st.sampled_from(words)))
        case "dedans":
            inside = draw(st.integers(0, len(pieces[at])))
            pieces[at] = pieces[at][:inside] + draw(st.sampled_from(words)) + pieces[at][inside:]
        case "effacer":
            del pieces[at : at + draw(st.integers(1, 5))]
        case "échanger":
            other = draw(st.integers(0, len(pieces) - 1))
            pieces[at], pieces[other] = pieces[other], pieces[at]
        case "répéter":
            run = pieces[at : at + draw(st.integers(1, 5))]
            pieces[at:at] = run * draw(st.sampled_from([1, 2, 50]))
        case "couper":
            pieces[at] = pieces[at][: draw(st.integers(0, len(pieces[at])))]
        case _:
            pieces[at] = pieces[at][:80] * 2 ** draw(st.integers(1, _DOUBLES))


@st.composite
def yaml_texts(draw: st.DrawFn, seeds: Sequence[str]) -> bytes:
    """A spec whose nodes are swapped, deleted, repeated, moved or replaced; then, at times, whose text is spoilt."""
    words = (*tokens.ANY, *tokens.YAML)
    text = draw(st.sampled_from(seeds))
    head, _, body = text.rpartition("%%% a.yaml\n")
    if draw(st.booleans()):
        tree = yaml.load(body, yaml.BaseLoader)  # noqa: S506 - texts only, of our own files
        for _ in range(draw(st.integers(1, 5))):
            _change_node(draw, tree, words)
        body = yaml.safe_dump(tree, allow_unicode=True, sort_keys=False, width=1000)
    if draw(st.booleans()):
        body = _spoilt(draw, body, lines, words)
    if head:
        body = f"{head}%%% a.yaml\n{body}"
    return body.encode("utf-8", "surrogatepass")


def _change_node(draw: st.DrawFn, tree: Any, words: Sequence[str]) -> None:
    places = _places(tree)
    if not places:
        return
    held, key = draw(st.sampled_from(places))
    other, at = draw(st.sampled_from(places))
    match draw(st.sampled_from(["écrire", "effacer", "échanger", "répéter", "copier", "emballer", "clé"])):
        case "écrire":
            held[key] = draw(st.sampled_from(words))
        case "effacer":
            del held[key]
        case "échanger":
            held[key], other[at] = other[at], held[key]
        case "répéter" if isinstance(held, list):
            held[key:key] = [held[key]] * draw(st.sampled_from([1, 50]))
        case "copier":
            held[key] = other[at]
        case "emballer":
            for _ in range(draw(st.sampled_from([1, 60]))):
                held[key] = draw(st.sampled_from([[held[key]], {"nom": held[key]}]))
        case _ if isinstance(held, dict):
            held[draw(st.sampled_from([*words, *(str(step) for _, step in places)]))] = held.pop(key)


def _places(tree: Any) -> list[tuple[Any, Any]]:
    """Every place of a tree, each once, though a node may hold itself."""
    found: list[tuple[Any, Any]] = []
    seen: set[int] = set()
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if id(node) in seen or not isinstance(node, list | dict):
            continue
        seen.add(id(node))
        for key in node if isinstance(node, dict) else range(len(node)):
            found.append((node, key))
            waiting.append(node[key])
    return found


@st.composite
def word_files(draw: st.DrawFn, seeds: Sequence[bytes]) -> bytes:
    """A Word file whose XML is changed, element by element; or whose archive is."""
    members = _members(draw(st.sampled_from(seeds)))
    for _ in range(draw(st.integers(1, 3))):
        names = sorted(name for name in members if name.endswith((".xml", ".rels")))
        # The body counts for half: it is what an act says.
        name = draw(st.one_of(st.just("word/document.xml"), st.sampled_from(names)))
        if name in members:
            members[name] = _spoilt_xml(draw, members[name])
    if draw(st.integers(0, 9)) == 9:
        name, other = draw(st.sampled_from(sorted(members))), draw(st.sampled_from(sorted(members)))
        members[name] = members[other] if draw(st.booleans()) else b""
    data = _zipped(members)
    return _spoilt_bytes(draw, data) if draw(st.integers(0, 9)) == 9 else data


def _spoilt_xml(draw: st.DrawFn, data: bytes) -> bytes:
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return data
    for _ in range(draw(st.integers(1, 6))):
        _change_element(draw, root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _change_element(draw: st.DrawFn, root: Any) -> None:
    every = list(root.iter(etree.Element))
    one = every[draw(st.integers(0, len(every) - 1))]
    other = every[draw(st.integers(0, len(every) - 1))]
    parent = one.getparent()
    deeds = ["attribut", "texte", "nom", "neuf"]
    if parent is not None:
        deeds += ["effacer", "répéter", "emballer", "déplacer"]
    match draw(st.sampled_from(deeds)):
        case "attribut":
            names = [*one.attrib, *other.attrib, f"{{{_W}}}val"]
            one.set(draw(st.sampled_from(names)), _xml_word(draw))
        case "texte":
            one.text = _xml_word(draw)
        case "nom":
            one.tag = draw(st.sampled_from([other.tag, *map(_tag, tokens.ELEMENTS)]))
        case "neuf":
            new = etree.SubElement(one, _tag(draw(st.sampled_from(tokens.ELEMENTS))))
            new.text = _xml_word(draw)
        case "effacer":
            parent.remove(one)
        case "répéter":
            copy = etree.tostring(one)
            for _ in range(draw(st.sampled_from([1, 60] if len(copy) < 5_000 else [1]))):
                parent.insert(parent.index(one), etree.fromstring(copy))
        case "emballer":
            tag = _tag(draw(st.sampled_from(tokens.ELEMENTS)))
            for _ in range(draw(st.sampled_from([1, 60]))):
                around = etree.Element(tag)
                parent.replace(one, around)
                around.append(one)
                one, parent = around, around.getparent()
        case _:
            if one not in set(other.iterancestors()) and one is not other:
                other.append(one)


def _xml_word(draw: st.DrawFn) -> str:
    word = draw(st.sampled_from((*tokens.XML, *tokens.ANY)))
    return "".join(sign for sign in word if sign.isprintable() or sign in "\n\t\u2028\u202e\u200b\ue000")


def _tag(name: str) -> str:
    return f"{{{_W}}}{name.removeprefix('w:')}"


def _members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _zipped(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return stream.getvalue()


def _spoilt_bytes(draw: st.DrawFn, data: bytes) -> bytes:
    spoilt = bytearray(data)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(spoilt) - 1))
        spoilt[at] ^= draw(st.sampled_from([1, 128, 255]))
    return bytes(spoilt[: len(spoilt) - draw(st.sampled_from([0, 0, 0, 1, 22, 500]))])


@st.composite
def damages(draw: st.DrawFn) -> bytes:
    """What is done to the files of a cache, whatever they hold: they are another version's tomorrow.

    A list of deeds: `place` is a share of the length, for a file of any length.
    """
    deed = st.one_of(
        st.builds(lambda place, value: {"place": place, "xor": value}, _share(), st.integers(1, 255)),
        st.builds(lambda place: {"place": place, "coupe": True}, _share()),
        st.builds(lambda place, text: {"place": place, "met": text}, _share(), st.sampled_from(tokens.ANY)),
        st.builds(lambda place, other: {"place": place, "copie": other}, _share(), _share()),
    )
    return json.dumps(draw(st.lists(deed, min_size=1, max_size=4))).encode()


def _share() -> st.SearchStrategy[float]:
    return st.integers(0, 9_999).map(lambda number: number / 10_000)


def damaged(data: bytes, deeds: bytes) -> bytes:
    """A file to which such deeds are done."""
    spoilt = bytearray(data)
    for deed in json.loads(deeds):
        at = int(deed["place"] * len(spoilt))
        if "xor" in deed and spoilt:
            spoilt[at] ^= deed["xor"]
        elif "coupe" in deed:
            del spoilt[at:]
        elif "met" in deed:
            spoilt[at:at] = deed["met"].encode("utf-8", "surrogatepass")
        elif "copie" in deed:
            other = int(deed["copie"] * len(spoilt))
            spoilt[at : at + 16] = spoilt[other : other + 16]
    return bytes(spoilt)
