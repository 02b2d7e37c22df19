"""`convention fmt`: one canonical form, the comments and the meaning of the author."""

from hypothesis import HealthCheck, given, settings

from brouillons import messy
from conventions_cli.diagnostics import SourceText, has_errors
from conventions_cli.editing.formatting import canonical
from conventions_cli.editing.proof import same_tree
from conventions_cli.source import parse


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(messy())
def test_any_spec_keeps_its_comments_its_meaning_and_its_form(drawn):
    text, comments = drawn
    source = SourceText("essai.yaml", text)
    read = parse(source)
    assert read.value is not None and not has_errors(read.diagnostics), read.diagnostics
    made = canonical(source)
    again = SourceText("essai.yaml", made)
    assert canonical(again) == made
    assert [made.count(comment) for comment in comments] == [text.count(comment) for comment in comments]
    assert same_tree(read.value, parse(again).value, ())
    assert all(line == line.rstrip() for line in made.split("\n") if "trois" not in line)
