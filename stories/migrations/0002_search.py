"""The search index: a table without a model, made for each kind of database."""

from django.db import migrations

SQLITE = ["CREATE VIRTUAL TABLE stories_search USING fts5(story_id UNINDEXED, tokens)"]
POSTGRESQL = [
    "CREATE TABLE stories_search (story_id uuid PRIMARY KEY, tokens text NOT NULL, "
    "vector tsvector GENERATED ALWAYS AS (to_tsvector('simple', tokens)) STORED)",
    "CREATE INDEX stories_search_vector ON stories_search USING gin (vector)",
]


def create(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE stories_search")


class Migration(migrations.Migration):
    dependencies = [("stories", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
