"""The words of the tree that pack manifests use too; a manifest is read without the tree."""

from enum import Enum


class SectionKind(Enum):
    """The parts of an act that are not articles; the value is the word used in pack manifests and in Markdown."""

    DRAFT = "projet"
    HEADER = "entete"
    TITLE = "titre"
    CONTENTS = "sommaire"
    PARTIES = "parties"
    VISAS = "visas"
    BODY = "corps"
    SIGNATURES = "signatures"
    COPIES = "copies"
    ANNEX = "annexe"


class ArticleForm(Enum):
    """How the heading of an article is written; the value is the word used in pack manifests."""

    DASH = "tiret"
    COLON = "deux-points"
