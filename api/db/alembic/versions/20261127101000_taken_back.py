"""taken back"""

from api.db.apply import apply_sql_file

revision = "20261127101000"
down_revision = "20261127100900"


def upgrade() -> None:
    """Runs the SQL file of the same id. Forward only: there is no downgrade."""
    apply_sql_file(revision)
