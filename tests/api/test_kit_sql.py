"""Named queries: parsing, parameters, and the mistakes that must not wait for a request."""

import pytest

from api.db.sql import SqlFileError, compile_query, parse


def test_parameters_become_numbers_in_order_of_first_use() -> None:
    query = compile_query("q", "select :b::int, :a, :b where x = any(:list)")
    assert query.text == "select $1::int, $2, $1 where x = any($3)"
    assert query.parameters == ("b", "a", "list")
    assert query.arguments({"a": 1, "b": 2, "list": []}) == [2, 1, []]


@pytest.mark.parametrize(
    "text",
    [
        "select 'at 10:30 :no'",
        "select 'it''s :no'",
        'select ":no"',
        "select 1 -- :no",
        "select 1 /* :no */",
        "select $$ :no $$, $tag$ :no $tag$",
        "select '1'::int, x[1:2], f(a := 1)",
        "select to_char(now(), 'HH24:MI')",
    ],
)
def test_colons_that_are_no_parameters_stay(text: str) -> None:
    query = compile_query("q", text)
    assert (query.text, query.parameters) == (text, ())


@pytest.mark.parametrize("values", [{}, {"a": 1, "b": 2}, {"b": 1}])
def test_wrong_arguments_are_named(values: dict[str, int]) -> None:
    with pytest.raises(TypeError, match=r"query q: missing (or unknown|parameter)"):
        compile_query("q", "select :a").arguments(values)


def test_a_file_becomes_attributes_without_its_semicolons() -> None:
    queries = parse("-- About.\n\n-- name: one\n-- Why.\nselect 1;\n\n-- name: two\nselect 2\n", source="x")
    assert queries.one.text == "-- Why.\nselect 1"
    assert [query.name for query in queries] == ["one", "two"]
    with pytest.raises(AttributeError, match="no query named 'three'"):
        _ = queries.three


@pytest.mark.parametrize(
    ("text", "complaint"), [("-- name: One\nselect 1", "lower-case"), ("-- name: a\n-- nothing", "empty")]
)
def test_odd_files_are_refused(text: str, complaint: str) -> None:
    with pytest.raises(SqlFileError, match=complaint):
        parse(text, source="x")
