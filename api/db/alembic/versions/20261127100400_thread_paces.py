"""thread paces"""

from api.db.apply import apply_sql_file

revision = "20261127100400"
down_revision = "20261127100320"


def upgrade() -> None:
    """Runs the SQL file of the same id. Forward only: there is no downgrade."""
    apply_sql_file(revision)
