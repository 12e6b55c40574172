"""Alembic environment; uses the connection that `migrate` opened."""

from alembic import context

from kairanban.core import headway
from kairanban.db.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite can add and drop columns; recreating a table in a batch would lose its AUTOINCREMENT.
    render_as_batch=False,
    transactional_ddl=True,
    on_version_apply=lambda **_: headway.advance(),
)

with context.begin_transaction():
    context.run_migrations()
