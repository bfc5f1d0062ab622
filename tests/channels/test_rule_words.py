"""Every rule has its words on the screens, in three languages; and nothing there is the name of a rule that is gone."""

import json
from pathlib import Path

import pytest

from channels.classify import intent, negatives, positives, rules, source, taxonomy

LOCALES = Path(__file__).parents[2] / "frontend" / "src" / "shared" / "i18n" / "locales"
AFTERWARDS = {intent.NOTHING, intent.JOKE, intent.DEMOTED, *(f"K{n}" for n in range(1, 8))}
OF_INTENT = {rule.id for rule in (*negatives.RULES, *positives.LEADS, *positives.REVIEWS)} | AFTERWARDS
OF_SOURCES = {rule.id for rule in rules.defaults()} | {source.FALLBACK}
TYPES = (
    {name for kinds in taxonomy.TYPES.values() for name in kinds.values()}
    | {name for *_, name in taxonomy.MARKED}
    | {name for rule in rules.defaults() for name in rule.then.types.values()}
    | {taxonomy.UNKNOWN}
)


@pytest.mark.parametrize("language", ["ru", "uk", "en"])
def test_rules_and_sources_have_words(language: str) -> None:
    words = json.loads((LOCALES / language / "rules.json").read_text("utf-8"))
    assert set(words["intent"]) == OF_INTENT | {"other"}
    assert set(words["source"]) == OF_SOURCES | {"own"}
    assert set(words["type"]) == TYPES
    assert set(words["medium"]) == set(rules.Medium.__args__)  # type: ignore[attr-defined]  # a Literal's values
    assert all(
        text.strip() for part in ("intent", "source", "type", "medium") for text in words[part].values()
    )
