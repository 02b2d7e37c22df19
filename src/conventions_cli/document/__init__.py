"""The document tree: what an act says, whatever format it comes from or goes to."""

from typing import TYPE_CHECKING

from conventions_cli.foundation import door

if TYPE_CHECKING:
    from conventions_cli.document.addresses import is_address, printed_address, shows_address, uri, with_path
    from conventions_cli.document.anchors import article_anchors
    from conventions_cli.document.block_kinds import ArticleForm, SectionKind
    from conventions_cli.document.nodes import (
        Alignment,
        Article,
        Block,
        Blocks,
        CrossReference,
        Document,
        Footnote,
        Heading,
        Inline,
        Inlines,
        ItemList,
        LineBreak,
        Link,
        Metadata,
        Missing,
        Paragraph,
        Part,
        Picture,
        Provenance,
        Raster,
        Section,
        Table,
        Text,
        ordinal,
        roman,
    )
    from conventions_cli.document.page_heads import PageField, PageHeads
    from conventions_cli.document.passes import (
        contents_of,
        fill_contents,
        finish,
        finish_inlines,
        normal_blocks,
        normalize,
    )
    from conventions_cli.document.titles import RUNNING, shortened
    from conventions_cli.document.walk import (
        Rewrite,
        article_heading,
        document_stretches,
        inlines_within,
        plain_text,
        rewrite_blocks,
        rewrite_document,
        rewrite_inlines,
        section_text,
        stretches,
    )

if not TYPE_CHECKING:  # a checker knows the names above, and refuses any other
    __getattr__ = door(__name__)
