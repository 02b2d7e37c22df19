"""Packs of clauses and a spec's values, made into a document. Jinja is known here only."""

from typing import TYPE_CHECKING

from conventions_cli.foundation import door

if TYPE_CHECKING:
    from conventions_cli.templating import assembly
    from conventions_cli.templating.amending import Amending, Modification
    from conventions_cli.templating.article_numbers import lead_of, number_in
    from conventions_cli.templating.assembly import Assembly, assemble
    from conventions_cli.templating.consolidated import marked
    from conventions_cli.templating.ejection import (
        ORIGIN,
        Origin,
        Standing,
        builtin_texts,
        ejected,
        origin_record,
        read_origin,
        renamed,
        standing,
    )
    from conventions_cli.templating.folders import (
        OWN,
        SHARED,
        Neighbours,
        clause_text,
        find_clause,
        included_in,
        own_templates,
        pack_names,
        reaches,
        read_clause,
    )
    from conventions_cli.templating.kept import VARIABLE, kept_folder
    from conventions_cli.templating.linter import check_pack
    from conventions_cli.templating.notice_period import Ending, ending_of
    from conventions_cli.templating.pack import (
        AVENANT,
        MANIFEST,
        MODIFICATIONS,
        Pack,
        available,
        declared_kind,
        default_kind,
        default_pack,
        is_builtin,
        is_name,
        kind_of_act,
        load_pack,
        pack_for,
        roots,
        worded_by,
    )
    from conventions_cli.templating.promises import Promise
    from conventions_cli.templating.proposed import words_for
    from conventions_cli.templating.schema_proposals import schema_of
    from conventions_cli.templating.sealed import POSSIBLE
    from conventions_cli.templating.skeletons import skeleton
    from conventions_cli.templating.trial import Trial
    from conventions_cli.templating.tried import Clause, check_draft, clauses_of, examples, made_with, with_draft
    from conventions_cli.templating.typed import hand_typed
    from conventions_cli.templating.unlinked import spec_value, unlinked_values
    from conventions_cli.templating.use import PackUse, use_of

if not TYPE_CHECKING:  # a checker knows the names above, and refuses any other
    __getattr__ = door(__name__)
