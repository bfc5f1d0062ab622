"""${message}"""

from api.db.apply import apply_sql_file

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    """Runs the SQL file of the same id. Forward only: there is no downgrade."""
    apply_sql_file(revision)
