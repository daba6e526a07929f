"""Database triggers that keep `EventRevision`, whatever way an event is written.

`save()` and signals miss `update()`, bulk writes, `loaddata` of parts and plain SQL; a trigger
misses none. Triggers are no part of migrations, because SQLite drops them with every table that a
migration rebuilds, and refuses to rebuild a table that another's trigger names. So they are
taken away before migrations run, and set up after every `migrate` and `flush`.
"""

from typing import Any

from django.db import connections, transaction

EVENTS, PLACES, REVISIONS = "events_event", "events_place", "hanoiconv_eventrevision"
# What a calendar must be told of by a higher SEQUENCE (RFC 5546, 2.1.4), a new place and the
# status of the page included: what is withdrawn and comes back has to replace what was kept.
SIGNIFICANT = ["title", "date", "place_id", "standing", "status"]
# What else an entry shows: its LAST-MODIFIED moves, its SEQUENCE stays.
MINOR = ["slug", "kind", "summary", "publish_at"]
# Readers, and so calendars, knew of it: how often a draft was revised is nobody's business.
WAS_KNOWN = "OLD.status IN ('published', 'withdrawn')"
OF_A_PLACE = ["name", "parent_id", "latitude", "longitude", "time_zone"]
OF_ITS_CITY = ["name", "time_zone"]


def _changed(columns: list[str], differs: str) -> str:
    return "(" + " OR ".join(f"OLD.{name} {differs} NEW.{name}" for name in columns) + ")"


def _bump(differs: str) -> str:
    return f"({_changed(SIGNIFICANT, differs)} AND {WAS_KNOWN})"


def _revise(bump: str, now: str) -> str:
    return f"""
        INSERT INTO {REVISIONS} (slug, sequence, changed_at) VALUES (NEW.slug, 0, {now})
        ON CONFLICT (slug) DO UPDATE
        SET sequence = {REVISIONS}.sequence + {bump}, changed_at = excluded.changed_at;
    """  # noqa: S608 - names of ours alone


def _touch(differs: str, now: str) -> str:
    """For the events at a place, and of a city at its venues: no others show what changed."""
    return f"""
        UPDATE {REVISIONS} SET changed_at = {now} WHERE slug IN (
            SELECT slug FROM {EVENTS} WHERE place_id = NEW.id OR {_changed(OF_ITS_CITY, differs)}
            AND place_id IN (SELECT id FROM {PLACES} WHERE parent_id = NEW.id)
        );
    """  # noqa: S608


def _backfill(now: str) -> str:
    """Events that were written while no trigger stood."""
    return f"""
        INSERT INTO {REVISIONS} (slug, sequence, changed_at) SELECT slug, 0, {now} FROM {EVENTS}
        WHERE slug NOT IN (SELECT slug FROM {REVISIONS})
    """  # noqa: S608


SQLITE_NOW = "datetime('now')"
SQLITE = {
    "event_written": f"""
        AFTER INSERT ON {EVENTS} BEGIN {_revise("1", SQLITE_NOW)} END
    """,
    "event_changed": f"""
        AFTER UPDATE ON {EVENTS} WHEN {_changed(SIGNIFICANT + MINOR, "IS NOT")}
        BEGIN {_revise(_bump("IS NOT"), SQLITE_NOW)} END
    """,
    "place_changed": f"""
        AFTER UPDATE ON {PLACES} WHEN {_changed(OF_A_PLACE, "IS NOT")}
        BEGIN {_touch("IS NOT", SQLITE_NOW)} END
    """,
}

DIFFERS = "IS DISTINCT FROM"
POSTGRESQL_FUNCTIONS = {
    "revise_event": f"""
        DECLARE bump integer := 1;
        BEGIN
            IF TG_OP = 'UPDATE' THEN bump := {_bump(DIFFERS)}::integer; END IF;
            {_revise("bump", "now()")}
            RETURN NULL;
        END
    """,
    "touch_events_of_place": f"BEGIN {_touch(DIFFERS, 'now()')} RETURN NULL; END",
}
POSTGRESQL = {
    "event_written": f"AFTER INSERT ON {EVENTS} FOR EACH ROW EXECUTE FUNCTION revise_event()",
    "event_changed": f"""
        AFTER UPDATE ON {EVENTS} FOR EACH ROW WHEN ({_changed(SIGNIFICANT + MINOR, DIFFERS)})
        EXECUTE FUNCTION revise_event()
    """,
    "place_changed": f"""
        AFTER UPDATE ON {PLACES} FOR EACH ROW WHEN ({_changed(OF_A_PLACE, DIFFERS)})
        EXECUTE FUNCTION touch_events_of_place()
    """,
}


def remove_triggers(using: str, plan: Any = True, **kwargs: Any) -> None:
    """Takes the triggers away before migrations run; nothing where none will."""
    connection = connections[using]
    if not plan:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in SQLITE:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        else:
            for name in POSTGRESQL_FUNCTIONS:
                cursor.execute(f"DROP FUNCTION IF EXISTS {name} CASCADE")


def install_triggers(using: str, **kwargs: Any) -> None:
    """Sets the triggers up as they stand here, once all tables are there; any number of times."""
    connection = connections[using]
    if {EVENTS, PLACES, REVISIONS} - {*connection.introspection.table_names()}:
        return  # migrated back to before they were made
    with transaction.atomic(using=using), connection.cursor() as cursor:
        remove_triggers(using)
        if connection.vendor == "sqlite":
            for name, rest in SQLITE.items():
                cursor.execute(f"CREATE TRIGGER {name} {rest}")
            cursor.execute(_backfill(SQLITE_NOW))
        else:
            for name, body in POSTGRESQL_FUNCTIONS.items():
                cursor.execute(
                    f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$"
                )
            for name, rest in POSTGRESQL.items():
                cursor.execute(f"CREATE TRIGGER {name} {rest}")
            cursor.execute(_backfill("now()"))
