"""What is said in subtitles can be searched, and which words there are in titles."""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

CREATE = (
    """CREATE VIRTUAL TABLE cue_search USING fts5(text, content = 'cue', content_rowid = 'number',
    tokenize = 'unicode61 remove_diacritics 2')""",
    "CREATE VIRTUAL TABLE words_search USING fts5vocab(title_search, 'row')",
    """CREATE TRIGGER cue_search_insert AFTER INSERT ON cue
    BEGIN INSERT INTO cue_search (rowid, text) VALUES (new.number, new.text); END""",
    """CREATE TRIGGER cue_search_delete AFTER DELETE ON cue BEGIN
    INSERT INTO cue_search (cue_search, rowid, text) VALUES ('delete', old.number, old.text); END""",
    "INSERT INTO cue_search (cue_search) VALUES ('rebuild')",
)


def upgrade() -> None:
    for statement in CREATE:
        op.execute(statement)


def downgrade() -> None:
    for name in ("cue_search_insert", "cue_search_delete"):
        op.execute(f"DROP TRIGGER {name}")
    for name in ("words_search", "cue_search"):
        op.execute(f"DROP TABLE {name}")
