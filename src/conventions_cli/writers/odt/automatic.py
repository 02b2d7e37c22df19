"""The automatic styles of a text: the properties of a paragraph, table, column, row or cell besides its named style."""

from collections.abc import Mapping

from conventions_cli.writers.layout import TEXT_WIDTH
from conventions_cli.writers.odt import odf
from conventions_cli.writers.odt.styles import SPACES

_POINTS = 20  # twips
_AIR, _BELOW = "6pt", "18pt"


class Automatic:
    """The automatic styles requested so far, without repetition. `opened`: whether a first paragraph was written."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.opened = False

    @property
    def xml(self) -> str:
        """The elements that define all these styles."""
        return "".join(
            written.replace('style:name="?"', f'style:name="{name}"', 1) for written, name in self.names.items()
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
        """The name of a style of paragraphs, or of an automatic style based on it.

        `keeps`: stays with the next paragraph; `air`, `below`: has space above, below; `breaks`: starts a page; `line`:
        has a dotted line under it; `listed`: takes its indents from the list; `page`: the kind of page it starts.
        """
        self.opened = True
        # A style with one of the two margins states the other too: LibreOffice reads a missing one as zero.
        above, under = SPACES[style]
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
        """The style of a table. `width`: in twips; `whole`: stays on one page; `keeps`: stays with the next block."""
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
        """The style of a column. `width`: in twips."""
        properties = odf.element("style:table-column-properties", {"style:column-width": _points(width)})
        return self._style("table-column", "Colonne", {}, properties)

    def row(self, height: int = 0) -> str:
        """The style of a row that stays on one page. `height`: the least height, in twips."""
        looks = {"style:min-row-height": _points(height) if height else "", "fo:keep-together": "always"}
        return self._style("table-row", "Ligne", {}, odf.element("style:table-row-properties", looks))

    def cell(self, *, lined: bool = False, head: bool = False) -> str:
        """The style of a cell. `lined`: has lines around it; `head`: has the background of a header."""
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
        return self.names.setdefault(written, f"{prefix}{len(self.names) + 1}")


def _points(twips: int) -> str:
    return f"{twips / _POINTS:g}pt"
