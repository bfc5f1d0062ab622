"""docs/database.md shows the schema as it is."""

from api.db import diagram
from tests.support.database import Base


async def test_the_page_is_current(empty_db: Base) -> None:
    text = diagram.PAGE.read_text("utf-8")
    generated = await diagram.generate(empty_db.url())
    assert text == diagram.page(text, generated), "run python -m api.db.diagram with DATABASE_URL set"
