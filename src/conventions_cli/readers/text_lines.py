"""Joins the lines of a text, cut by a PDF or a scan, into paragraphs."""

import re
from collections.abc import Iterator, Sequence

from conventions_cli.foundation import Record
from conventions_cli.readers.text_tables import Columns, tables_in

_OPENS = re.compile(
    r"\s*(?:(?:article|art\.)\s*(?:n°\s*)?(?:\d|premier|unique|[IVXL]+\b)|vu\b(?!\s+(?:que|les?|la)\s+\w+\s*$)"
    r"|considérant\b"
    r"|entre\b.{0,30}\Z|(?-i:Entre|ENTRE|L[ea] présente? \w+ (?:est conclue?|lie|engage))\b|et\s*(?:[:,]"
    r"|d[’']autre part.{0,3})?\s*\Z|fait,? (?:à|en|le)\b|annexes?\b"
    r"|(?-i:P)our (?:le|la|les|l[’'])\b|il (?:est|a été) (?:arrêté|convenu|préalablement|exposé)"
    r"|(?:conviennent|ont convenu|sont convenue?s|décident) (?:de )?ce qui suit|les parties (?:conviennent"
    r"|ont convenu|sont convenues)"
    r"|n\s*o\s*r\s*:|préambule|copies?\s*:|ampliations?\s*:|d[’'](?:une|autre) part\b"
    r"|[-–•*▪◦]\s+\S|\d{1,2}(?:\.\d{1,2})*[.)°/]\s+\S|\d{1,2}(?:\.\d{1,2})+\s+[a-zà-ÿ]|\d{1,2}\s*[-–]\s+\S"
    r"|[IVX]{1,5}\s*[.)–-]\s*\S|[a-z]\)\s+\S)",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"\s*(?:article|art\.)\s*(?:n°\s*)?(?:\d|premier|unique|[IVXL]+\b)", re.IGNORECASE)
_STREET = re.compile(
    r"\s*\d{1,4}(?: ?(?:bis|ter)\b)?,? (?:rue|avenue|av\.|boulevard|bd|place|quai|allée|chemin|route|impasse|cours"
    r"|square)\b",
    re.IGNORECASE,
)
_ENDED = re.compile(r"[.;:!?»]\s*\Z|[.;]\s*[)”\"]\s*\Z")
_GOES_ON = re.compile(r"\s*[a-zà-ÿœ(«0-9€]")
_HYPHEN = re.compile(r"(\w{0,40}[^\W\d_])(?:-|\u00ad|¬)\Z")
_KEEPS = re.compile(
    r"\b(?:sous|vice|co|ci|ex|non|semi|contre|inter|mi|quasi|demi|grand|saint|sainte|porte|peut|celui|celle|ceux|celles"
    r"|au|par|avant|après|haut|bas|compte|rendez|vis|dix|vingt|trente|quarante|cinquante|soixante|cent|mille|deux|trois"
    r"|quatre|cinq|six|sept|huit|neuf|Île|rez|tiers|libre|lieu|aide|chef|main|savoir|mot|plus|moins)\Z",
    re.IGNORECASE,
)
_CI = re.compile(r"\b([Cc]i)(après|dessous|dessus|jointe?s?|annexée?s?)\b")
_CI_MENDED = re.compile(r"\b[Cc]i-(?:après|dessous|dessus|jointe?s?|annexée?s?)\b")
_ANOTHER = re.compile(r"\s*(?:La|Le|Les|L[’'])\b")
_SET_APART = re.compile(r"\S[ \u00a0]{3,}\S|\t")


class Paragraph(Record, frozen=True):
    """A paragraph, its lines joined. `alone`: whether it was a single line."""

    text: str
    alone: bool


class Joined(Record, frozen=True):
    """The paragraphs and tables of a text. `words`: the words cut at the end of a line and joined again."""

    blocks: tuple[Paragraph | Columns, ...]
    words: tuple[str, ...]


def joined(pages: Sequence[Sequence[str]]) -> Joined:
    """The paragraphs and tables of the pages of a text."""
    runs = _runs(pages)
    width = _width([line for run in runs for line in run])
    vocabulary = {word.casefold() for run in runs for line in run for word in re.findall(r"\w+(?:-\w+)*", line)}
    blocks: list[Paragraph | Columns] = []
    words: list[str] = []
    for piece in tables_in(runs):
        if isinstance(piece, Columns):
            blocks.append(piece)
        else:
            blocks.extend(_paragraphs(piece, width, vocabulary, words))
    return Joined(tuple(blocks), tuple(dict.fromkeys(words)))


def _runs(pages: Sequence[Sequence[str]]) -> list[list[str]]:
    """The runs of lines between blank lines. A sentence cut by a page, or by double spacing, stays in one run."""
    runs: list[list[str]] = []
    spaced = _is_double_spaced(pages)
    for page in pages:
        first = True
        for at, line in enumerate(page):
            if not line.strip():
                continue
            after_blank = at > 0 and not page[at - 1].strip()
            previous = runs[-1][-1] if runs else ""
            cut = (
                bool(previous)
                and not _ENDED.search(previous)
                and _GOES_ON.match(line)
                and not _OPENS.match(line)
                and not _SET_APART.search(line.strip())
            )
            if runs and ((not first and not after_blank) or (cut and (first or spaced))):
                runs[-1].append(line.rstrip())
            else:
                runs.append([line.rstrip()])
            first = False
    return runs


def _is_double_spaced(pages: Sequence[Sequence[str]]) -> bool:
    """Whether most lines are followed by a blank line, even in the middle of sentences."""
    worded = blank = cut = 0
    for page in pages:
        for at, line in enumerate(page[:-2]):
            if line.strip():
                worded += 1
                if not page[at + 1].strip():
                    blank += 1
                    cut += not _ENDED.search(line) and _GOES_ON.match(page[at + 2]) is not None
    return worded > 4 and blank > 0.7 * worded and cut > 0.3 * blank


def _width(lines: list[str]) -> int:
    """The length at which the lines were cut: nine lines in ten are not longer, tables left out."""
    lengths = sorted(len(line.strip()) for line in lines if not _SET_APART.search(line.strip()))
    return lengths[int(len(lengths) * 0.9)] if lengths else 0


def _paragraphs(lines: list[str], width: int, vocabulary: set[str], words: list[str]) -> Iterator[Paragraph]:
    """The paragraphs of a run of lines."""
    run: list[str] = []
    for line in lines:
        if run and _breaks(run[-1], line, width):
            yield _paragraph(run, vocabulary, words)
            run = []
        run.append(line)
    if run:
        yield _paragraph(run, vocabulary, words)


def _breaks(line: str, following: str, width: int) -> bool:
    """Whether a paragraph ends with a line."""
    if _HYPHEN.search(line.rstrip()) and _GOES_ON.match(following):
        return False
    if _OPENS.match(following) or _SET_APART.search(line.strip()) or _SET_APART.search(following.strip()):
        return True
    if line.rstrip().endswith((",", ";")) and _ANOTHER.match(following):
        return True
    long = len(line.strip()) >= 0.7 * width
    if long and line.rfind("(") > line.rfind(")"):
        return False
    if not long and (_ARTICLE.match(line) or _STREET.match(following)):
        return True
    if _GOES_ON.match(following):
        return bool(_ENDED.search(line)) and not long
    return bool(_ENDED.search(line)) or not long


def _paragraph(lines: list[str], vocabulary: set[str], words: list[str]) -> Paragraph:
    text = lines[0].strip()
    for line in lines[1:]:
        line = line.strip()
        cut = _HYPHEN.search(text)
        if cut is None or not line[:1].islower():
            text += f" {line}"
            continue
        start, end = cut[1], (re.match(r"\w+", line) or [""])[0]
        hyphened = text.endswith("-") and (
            f"{start}-{end}".casefold() in vocabulary
            or (_KEEPS.search(start) and f"{start}{end}".casefold() not in vocabulary)
        )
        if not hyphened:
            words.append(f"{start}{end}")
        text = text + line if hyphened else text[:-1] + line
    mended = _CI.sub(r"\1-\2", text)  # some programs lose this hyphen when they extract the text of a PDF
    words.extend(match[0] for match in _CI_MENDED.finditer(mended) if mended != text)
    return Paragraph(_tabbed(mended), len(lines) == 1)


def _tabbed(text: str) -> str:
    """A line where three blanks or more, which separate columns, become a tab."""
    return re.sub(r"[ \u00a0]{3,}", "\t", text)
