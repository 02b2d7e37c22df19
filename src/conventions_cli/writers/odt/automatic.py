"""The automatic styles of a text: what one paragraph, table, column, row or cell has besides its style."""

from collections.abc import Mapping

from conventions_cli.writers.layout import TEXT_WIDTH
from conventions_cli.writers.odt import odf
from conventions_cli.writers.odt.styles import SPACES

_POINTS = 20  # twips
_AIR, _BELOW = "6pt", "18pt"


class Automatic:
    """The styles asked for so far, each written once; `xml` holds them all."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}
        self.opened = False  # the first page

    @property
    def xml(self) -> str:
        """Every style, as the elements that define them."""
        return "".join(
            written.replace('style:name="?"', f'style:name="{name}"', 1) for written, name in self.known.items()
        )

    def paragraph(
        self,
        style: str,
        page: str = "",
        *,
        keeps: bool | str = False,
        air: bool | str = False,
        below: bool | str = False,
        breaks: bool | str = False,
        line: bool | str = False,
        listed: bool | str = False,
        align: str | bool = "",
    ) -> str:
        """A style of paragraphs, or one based on it.

        `keeps`: it stays with the next; `air`, `below`: space above it, under it; `breaks`: it opens a page; `line`: a
        dotted line under it; `listed`: the list sets its indents; `page`: the kind of page it opens.
        """
        self.opened = True
        above, under = SPACES[style]  # LibreOffice takes for zero the one of both that an automatic style leaves out
        looks = {
            "fo:keep-with-next": "always" if keeps else "",
            "fo:margin-top": _AIR if air else f"{above:g}pt" if below else "",
            "fo:margin-bottom": _BELOW if below else f"{under:g}pt" if air else "",
            "fo:break-before": "page" if breaks else "",
            "fo:border-bottom": "0.5pt dotted #000000" if line else "",
            "fo:margin-right": "10mm" if line else "",
            "fo:text-align": align,
        }
        if listed:
            looks |= {"fo:margin-left": "0mm"}
        if not page and not any(looks.values()):
            return style
        stated = {"style:parent-style-name": style, "style:master-page-name": page}
        return self._style("paragraph", "P", stated, odf.element("style:paragraph-properties", looks))

    def table(self, *, whole: bool, keeps: bool = False, width: int = TEXT_WIDTH) -> str:
        """A table so many twips wide. `whole`: no page cuts it; `keeps`: it stays with what follows."""
        looks = {
            "style:width": _points(width),
            "table:align": "left",
            "fo:margin-top": "0pt",
            "fo:margin-bottom": "0pt",
            "style:may-break-between-rows": "false" if whole else "true",
            "fo:keep-with-next": "always" if keeps else "auto",
        }
        return self._style("table", "Tableau", {}, odf.element("style:table-properties", looks))

    def column(self, width: int) -> str:
        """A column so many twips wide."""
        properties = odf.element("style:table-column-properties", {"style:column-width": _points(width)})
        return self._style("table-column", "Colonne", {}, properties)

    def row(self, height: int = 0) -> str:
        """A row no page cuts, of a height in twips at least."""
        looks = {"style:min-row-height": _points(height) if height else "", "fo:keep-together": "always"}
        return self._style("table-row", "Ligne", {}, odf.element("style:table-row-properties", looks))

    def cell(self, *, lined: bool = False, head: bool = False) -> str:
        """A cell, with lines around it or none."""
        looks = {
            "fo:border": "0.5pt solid #929292" if lined else "none",
            "fo:padding-left": "5.4pt" if lined else "0pt",
            "fo:padding-right": "5.4pt",
            "fo:padding-top": "0pt",
            "fo:padding-bottom": "0pt",
            "fo:background-color": "#f2f2f2" if head else "",
        }
        return self._style("table-cell", "Case", {}, odf.element("style:table-cell-properties", looks))

    def _style(self, family: str, prefix: str, stated: Mapping[str, str], properties: str) -> str:
        written = odf.element("style:style", {"style:name": "?", "style:family": family} | dict(stated), properties)
        return self.known.setdefault(written, f"{prefix}{len(self.known) + 1}")


def _points(twips: int) -> str:
    return f"{twips / _POINTS:g}pt"
