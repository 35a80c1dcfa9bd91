"""The steps from an empty file to the database of today. A released step is never edited.

Each step is SQL written by hand: STRICT tables that check what they hold, readable for
people who open the file with another tool. Lists are JSON texts, times are UTC. The last
thing a step does is to set `user_version` to its own number.
"""

from __future__ import annotations

from pathlib import Path

from sqlite_utils import Database, Migrations

from sessions.sqlite.backups import back_up
from sessions.sqlite.files import APPLICATION_ID, SCHEMA_VERSION, stored_version, told

STEPS = Migrations("commongrid")

_LIST = "TEXT NOT NULL DEFAULT '[]' CHECK (json_type({0}) = 'array')"
_TIME = "TEXT NOT NULL CHECK ({0} GLOB '????-??-??T??:??:??*Z')"
_MARK = "INTEGER NOT NULL DEFAULT 0 CHECK ({0} IN (0, 1))"
_PHASES = "('pre-discovery', 'preclinical', 'trials', 'review', 'post-approval')"
_ACTIVITY = f"""
    id TEXT NOT NULL CHECK (id <> ''),
    title TEXT NOT NULL,
    label TEXT NOT NULL DEFAULT '',
    phases {_LIST.format("phases")},
    description TEXT NOT NULL DEFAULT '',
    examples {_LIST.format("examples")},
    provenance TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (session, id)
"""

_FIRST = (
    f"""
    CREATE TABLE session (
        id TEXT PRIMARY KEY NOT NULL CHECK (length(id) = 36),
        title TEXT NOT NULL CHECK (title <> ''),
        perspective TEXT NOT NULL CHECK (perspective IN ('sponsor', 'patient-group', 'joint')),
        ours INTEGER NOT NULL CHECK (ours IN (0, 1)),
        archived {_MARK.format("archived")},
        deleted {_MARK.format("deleted")},
        created {_TIME.format("created")},
        created_by TEXT NOT NULL,
        modified {_TIME.format("modified")},
        revision INTEGER NOT NULL CHECK (revision >= 1),
        organisation TEXT NOT NULL,
        organisation_size TEXT CHECK (organisation_size IN
            ('under-500k', '500k-1m', '1m-5m', '5m-10m', '10m-up',
             'under-300m', '300m-2b', '2b-10b', 'over-10b')),
        organisation_focus {_LIST.format("organisation_focus")},
        organisation_years TEXT CHECK (organisation_years IN
            ('under-1', '1-2', '3-4', '5-10', 'over-10', 'not-sure')),
        organisation_phases {_LIST.format("organisation_phases")},
        scope_kind TEXT CHECK (scope_kind IN ('trial', 'programme')),
        scope_name TEXT NOT NULL DEFAULT '',
        scope_condition TEXT NOT NULL DEFAULT '',
        scope_phase TEXT CHECK (scope_phase IN {_PHASES}),
        benefit_low TEXT NOT NULL DEFAULT '',
        benefit_moderate TEXT NOT NULL DEFAULT '',
        benefit_high TEXT NOT NULL DEFAULT '',
        investment_low TEXT NOT NULL DEFAULT '',
        investment_moderate TEXT NOT NULL DEFAULT '',
        investment_high TEXT NOT NULL DEFAULT '',
        catalogue TEXT NOT NULL,
        catalogue_version TEXT NOT NULL,
        catalogue_title TEXT NOT NULL DEFAULT '',
        catalogue_note TEXT NOT NULL DEFAULT ''
    ) STRICT
    """,
    "CREATE INDEX session_modified ON session (modified DESC, id DESC)",
    f"""
    CREATE TABLE own_activity (
        session TEXT NOT NULL REFERENCES session (id), {_ACTIVITY}
    ) STRICT
    """,
    f"""
    CREATE TABLE catalogue_activity (
        session TEXT NOT NULL REFERENCES session (id),
        position INTEGER NOT NULL CHECK (position >= 0), {_ACTIVITY}
    ) STRICT
    """,
    f"""
    CREATE TABLE assessment (
        session TEXT NOT NULL REFERENCES session (id),
        activity TEXT NOT NULL CHECK (activity <> ''),
        chosen {_MARK.format("chosen")},
        benefit TEXT CHECK (benefit IN ('low', 'moderate', 'high')),
        investment TEXT CHECK (investment IN ('low', 'moderate', 'high')),
        benefit_why TEXT NOT NULL DEFAULT '',
        investment_why TEXT NOT NULL DEFAULT '',
        benefit_factors {_LIST.format("benefit_factors")},
        investment_factors {_LIST.format("investment_factors")},
        plan TEXT NOT NULL DEFAULT '',
        unclear TEXT NOT NULL DEFAULT '',
        private_note TEXT NOT NULL DEFAULT '',
        PRIMARY KEY (session, activity)
    ) STRICT
    """,
    """
    CREATE INDEX assessment_progress ON assessment (session, benefit, investment, chosen)
        WHERE chosen = 1
    """,
    f"""
    CREATE TABLE log (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        session TEXT NOT NULL REFERENCES session (id),
        undo_group TEXT NOT NULL CHECK (undo_group <> ''),
        kind TEXT NOT NULL CHECK (kind IN ('edit', 'import', 'undo', 'redo')),
        at {_TIME.format("at")},
        who TEXT NOT NULL,
        label TEXT NOT NULL,
        path TEXT NOT NULL CHECK (path <> ''),
        before TEXT NOT NULL CHECK (json_valid(before)),
        after TEXT NOT NULL CHECK (json_valid(after)),
        reverts INTEGER REFERENCES log (seq),
        CHECK ((reverts IS NOT NULL) = (kind IN ('undo', 'redo')))
    ) STRICT
    """,
    "CREATE INDEX log_session ON log (session, seq)",
    "CREATE INDEX log_path ON log (session, path, seq)",
    "CREATE INDEX log_reverts ON log (reverts) WHERE reverts IS NOT NULL",
    """
    CREATE TABLE place (
        session TEXT NOT NULL REFERENCES session (id),
        who TEXT NOT NULL,
        step TEXT NOT NULL CHECK (step IN
            ('setup', 'identify', 'evaluate', 'matrix', 'compare', 'plan')),
        PRIMARY KEY (session, who)
    ) STRICT
    """,
    """
    CREATE VIEW overview AS
    SELECT id, title, perspective, organisation, ours, chosen, rated,
        CASE WHEN chosen = 0 THEN 'identify' WHEN rated < chosen THEN 'evaluate'
             ELSE 'matrix' END AS step,
        archived, deleted, modified
    FROM (
        SELECT session.*, coalesce(progress.chosen, 0) AS chosen,
            coalesce(progress.rated, 0) AS rated
        FROM session LEFT JOIN (
            SELECT session, count(*) AS chosen,
                sum(benefit IS NOT NULL AND investment IS NOT NULL) AS rated
            FROM assessment WHERE chosen = 1 GROUP BY session
        ) AS progress ON progress.session = session.id
    )
    """,
    """
    CREATE VIEW rating AS
    SELECT session.title AS session, session.organisation, session.perspective,
        assessment.activity, coalesce(own_activity.title, catalogue_activity.title) AS title,
        assessment.benefit, assessment.investment, assessment.benefit_why,
        assessment.investment_why, assessment.plan
    FROM assessment JOIN session ON session.id = assessment.session
    LEFT JOIN own_activity ON own_activity.session = assessment.session
        AND own_activity.id = assessment.activity
    LEFT JOIN catalogue_activity ON catalogue_activity.session = assessment.session
        AND catalogue_activity.id = assessment.activity
    WHERE assessment.chosen = 1 AND session.deleted = 0
    """,
)


@STEPS(name="1-sessions")
def sessions_and_their_log(db: Database) -> None:
    """Sessions, what was said in them, the log of every change, and where people are."""
    for statement in _FIRST:
        db.execute(statement)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute("PRAGMA user_version = 1")


_SECOND = (
    f"""
    CREATE TABLE plan (
        id TEXT PRIMARY KEY NOT NULL CHECK (length(id) = 36),
        title TEXT NOT NULL CHECK (title <> ''),
        deleted {_MARK.format("deleted")},
        created {_TIME.format("created")},
        created_by TEXT NOT NULL,
        modified {_TIME.format("modified")},
        revision INTEGER NOT NULL CHECK (revision >= 1)
    ) STRICT
    """,
    # The session of a side need not be in this database, so `session` refers to no table.
    """
    CREATE TABLE plan_side (
        plan TEXT NOT NULL REFERENCES plan (id),
        position INTEGER NOT NULL CHECK (position >= 0),
        session TEXT NOT NULL CHECK (length(session) = 36),
        name TEXT NOT NULL,
        version_hash TEXT NOT NULL,
        PRIMARY KEY (plan, position),
        UNIQUE (plan, session)
    ) STRICT
    """,
    "CREATE INDEX plan_side_session ON plan_side (session)",
    f"""
    CREATE TABLE plan_item (
        plan TEXT NOT NULL REFERENCES plan (id),
        activity TEXT NOT NULL CHECK (activity <> ''),
        title TEXT NOT NULL,
        decision TEXT NOT NULL CHECK (decision IN ('pursue', 'later', 'decline', 'undecided')),
        leads {_LIST.format("leads")},
        pays TEXT NOT NULL DEFAULT '',
        next_step TEXT NOT NULL DEFAULT '',
        due TEXT CHECK (due GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
        stop_if TEXT NOT NULL DEFAULT '',
        success_when TEXT NOT NULL DEFAULT '',
        note TEXT NOT NULL DEFAULT '',
        reason TEXT NOT NULL DEFAULT '',
        PRIMARY KEY (plan, activity)
    ) STRICT
    """,
    """
    CREATE TABLE plan_proposal (
        plan TEXT NOT NULL,
        activity TEXT NOT NULL,
        side INTEGER NOT NULL,
        dimension TEXT NOT NULL CHECK (dimension IN ('benefit', 'investment')),
        from_level TEXT NOT NULL CHECK (from_level IN ('low', 'moderate', 'high')),
        to_level TEXT NOT NULL CHECK (to_level IN ('low', 'moderate', 'high')),
        PRIMARY KEY (plan, activity, side, dimension),
        FOREIGN KEY (plan, activity) REFERENCES plan_item (plan, activity),
        FOREIGN KEY (plan, side) REFERENCES plan_side (plan, position)
    ) STRICT
    """,
    # SQLite cannot loosen a column, so the log moves to a table that serves plans too.
    f"""
    CREATE TABLE log_of_all (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        session TEXT REFERENCES session (id),
        plan TEXT REFERENCES plan (id),
        undo_group TEXT NOT NULL CHECK (undo_group <> ''),
        kind TEXT NOT NULL CHECK (kind IN ('edit', 'import', 'undo', 'redo')),
        at {_TIME.format("at")},
        who TEXT NOT NULL,
        label TEXT NOT NULL,
        path TEXT NOT NULL CHECK (path <> ''),
        before TEXT NOT NULL CHECK (json_valid(before)),
        after TEXT NOT NULL CHECK (json_valid(after)),
        reverts INTEGER REFERENCES log_of_all (seq),
        CHECK ((session IS NULL) <> (plan IS NULL)),
        CHECK ((reverts IS NOT NULL) = (kind IN ('undo', 'redo')))
    ) STRICT
    """,
    """
    INSERT INTO log_of_all
        (seq, session, undo_group, kind, at, who, label, path, before, after, reverts)
    SELECT seq, session, undo_group, kind, at, who, label, path, before, after, reverts
    FROM log ORDER BY seq
    """,
    "DROP TABLE log",
    "ALTER TABLE log_of_all RENAME TO log",
    "CREATE INDEX log_session ON log (session, seq) WHERE session IS NOT NULL",
    "CREATE INDEX log_session_path ON log (session, path, seq) WHERE session IS NOT NULL",
    "CREATE INDEX log_plan ON log (plan, seq) WHERE plan IS NOT NULL",
    "CREATE INDEX log_plan_path ON log (plan, path, seq) WHERE plan IS NOT NULL",
    "CREATE INDEX log_reverts ON log (reverts) WHERE reverts IS NOT NULL",
    """
    CREATE VIEW plan_overview AS
    SELECT id, title,
        (SELECT json_group_array(name) FROM
            (SELECT name FROM plan_side WHERE plan = plan.id ORDER BY position)) AS sides,
        (SELECT json_group_array(session) FROM
            (SELECT session FROM plan_side WHERE plan = plan.id ORDER BY position)) AS sessions,
        coalesce(decided.pursue, 0) AS pursue, coalesce(decided.later, 0) AS later,
        coalesce(decided.decline, 0) AS decline, coalesce(decided.undecided, 0) AS undecided,
        deleted, modified
    FROM plan LEFT JOIN (
        SELECT plan, sum(decision = 'pursue') AS pursue, sum(decision = 'later') AS later,
            sum(decision = 'decline') AS decline, sum(decision = 'undecided') AS undecided
        FROM plan_item GROUP BY plan
    ) AS decided ON decided.plan = plan.id
    """,
    """
    CREATE VIEW agreed AS
    SELECT plan.title AS plan, plan_item.title, decision, leads, pays, next_step, due, stop_if,
        success_when, note, reason
    FROM plan_item JOIN plan ON plan.id = plan_item.plan
    WHERE plan.deleted = 0
    """,
)


@STEPS(name="2-plans")
def plans_beside_sessions(db: Database) -> None:
    """Plans, and one log for both kinds of document."""
    for statement in _SECOND:
        db.execute(statement)
    db.execute("PRAGMA user_version = 2")


def bring_up_to_date(
    db: Database, path: Path, steps: Migrations = STEPS, newest: int = SCHEMA_VERSION
) -> None:
    """Apply the steps that are missing, all or none, after a copy of what is there.

    Whoever comes second, in another process, waits for the first and finds nothing to do.
    """
    if stored_version(db.conn, path, newest) == newest:
        return
    with told(path):
        db.execute("BEGIN IMMEDIATE")
        try:
            version = stored_version(db.conn, path, newest)
            if 0 < version < newest:
                back_up(path, f"v{version}")
            if version < newest:
                steps.apply(db)
            db.commit()
        finally:
            db.rollback()
