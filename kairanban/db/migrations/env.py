"""Run by Alembic with the connection that `migrate` opened."""

from alembic import context

from kairanban.db.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite adds and drops columns by itself; a table made anew by a batch would lose its AUTOINCREMENT.
    render_as_batch=False,
    transactional_ddl=True,
)

with context.begin_transaction():
    context.run_migrations()
