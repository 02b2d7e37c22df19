"""Puts the images of a Word file in the pictures of its tree."""

from collections.abc import Iterator

from conventions_cli.document import Block, Document, Picture, Raster
from conventions_cli.foundation import replace
from conventions_cli.readers.docx.package import Package
from conventions_cli.readers.docx.xml import WP, A, Element, R, W

_KINDS = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg"}
_PER_MM = 36_000  # units of DrawingML in a millimetre

_Key = tuple[str, str]


def with_rasters(document: Document, data: bytes) -> Document:
    """An act with the PNG and JPEG images of its pictures. `data`: the file it was read from. Raises ArchiveError."""
    if not any(isinstance(block, Picture) for part in document.parts for block in part.blocks):
        return document
    package = Package(data)
    waiting: dict[_Key, list[Raster | None]] = {}
    for key, raster in _drawn(package):
        waiting.setdefault(key, []).append(raster)

    def drawn(block: Block) -> Block:
        if not isinstance(block, Picture):
            return block
        rasters = waiting.get((block.source, block.alternative))
        return replace(block, raster=rasters.pop(0) if rasters else None)

    parts = (replace(part, blocks=tuple(drawn(block) for block in part.blocks)) for part in document.parts)
    return replace(document, parts=tuple(parts))


def _drawn(package: Package) -> Iterator[tuple[_Key, Raster | None]]:
    """The name and the description of each drawing of the body, and its image."""
    for drawing in package.root.iter(f"{W}drawing"):
        about = next(drawing.iter(f"{WP}docPr"), None)
        if about is not None:
            named = str(about.get("name") or ""), str(about.get("descr") or about.get("title") or "")
            yield named, _raster(package, drawing)


def _raster(package: Package, drawing: Element) -> Raster | None:
    blip, extent = next(drawing.iter(f"{A}blip"), None), next(drawing.iter(f"{WP}extent"), None)
    relation = package.relations(package.main).get(str(blip.get(f"{R}embed") or "")) if blip is not None else None
    if extent is None or relation is None or relation.external or relation.target not in package.archive:
        return None
    data = package.archive.read(relation.target)
    kind = next((kind for start, kind in _KINDS.items() if data.startswith(start)), None)
    sides = [str(extent.get(side) or "") for side in ("cx", "cy")]
    if kind is None or not all(side.isdecimal() and 0 < len(side) < 9 and int(side) for side in sides):
        return None
    width, height = (int(side) / _PER_MM for side in sides)
    return Raster(data, kind, width, height)
