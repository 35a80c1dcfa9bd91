-- A database of version 1, as the first release wrote it. Frozen: newer programs must read it.
PRAGMA application_id = 1668114290;
PRAGMA user_version = 1;
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'commongrid','1-sessions','2026-11-20 09:00:00+00:00');
CREATE TABLE assessment (
        session TEXT NOT NULL REFERENCES session (id),
        activity TEXT NOT NULL CHECK (activity <> ''),
        chosen INTEGER NOT NULL DEFAULT 0 CHECK (chosen IN (0, 1)),
        benefit TEXT CHECK (benefit IN ('low', 'moderate', 'high')),
        investment TEXT CHECK (investment IN ('low', 'moderate', 'high')),
        benefit_why TEXT NOT NULL DEFAULT '',
        investment_why TEXT NOT NULL DEFAULT '',
        benefit_factors TEXT NOT NULL DEFAULT '[]' CHECK (json_type(benefit_factors) = 'array'),
        investment_factors TEXT NOT NULL DEFAULT '[]' CHECK (json_type(investment_factors) = 'array'),
        plan TEXT NOT NULL DEFAULT '',
        unclear TEXT NOT NULL DEFAULT '',
        private_note TEXT NOT NULL DEFAULT '',
        PRIMARY KEY (session, activity)
    ) STRICT
    ;
INSERT INTO "assessment" VALUES('019ab5a4-7c1e-7b60-9d1e-2f3a4b5c6d7e','registry',1,'high','high','Every later trial starts further ahead.','','["B1"]','[]','','','Another company asks for it too.');
INSERT INTO "assessment" VALUES('019ab5a4-7c1e-7b60-9d1e-2f3a4b5c6d7e','own-travel-fund',1,'high','low','','','[]','[]','','','');
INSERT INTO "assessment" VALUES('019ab5a4-0000-7000-8000-00000000000b','bay-1',1,'moderate','low','','','[]','[]','Ünïcode, "quotes"
and lines','','');
CREATE TABLE catalogue_activity (
        session TEXT NOT NULL REFERENCES session (id),
        position INTEGER NOT NULL CHECK (position >= 0), 
    id TEXT NOT NULL CHECK (id <> ''),
    title TEXT NOT NULL,
    label TEXT NOT NULL DEFAULT '',
    phases TEXT NOT NULL DEFAULT '[]' CHECK (json_type(phases) = 'array'),
    description TEXT NOT NULL DEFAULT '',
    examples TEXT NOT NULL DEFAULT '[]' CHECK (json_type(examples) = 'array'),
    provenance TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (session, id)

    ) STRICT
    ;
INSERT INTO "catalogue_activity" VALUES('019ab5a4-0000-7000-8000-00000000000b',0,'bay-1','Advice on visits','Visits','["trials"]','Words','["One", "Two"]','Ours');
INSERT INTO "catalogue_activity" VALUES('019ab5a4-0000-7000-8000-00000000000b',1,'bay-2','Plain summaries','','[]','','[]','');
CREATE TABLE log (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        session TEXT NOT NULL REFERENCES session (id),
        undo_group TEXT NOT NULL CHECK (undo_group <> ''),
        kind TEXT NOT NULL CHECK (kind IN ('edit', 'import', 'undo', 'redo')),
        at TEXT NOT NULL CHECK (at GLOB '????-??-??T??:??:??*Z'),
        who TEXT NOT NULL,
        label TEXT NOT NULL,
        path TEXT NOT NULL CHECK (path <> ''),
        before TEXT NOT NULL CHECK (json_valid(before)),
        after TEXT NOT NULL CHECK (json_valid(after)),
        reverts INTEGER REFERENCES log (seq),
        CHECK ((reverts IS NOT NULL) = (kind IN ('undo', 'redo')))
    ) STRICT
    ;
INSERT INTO "log" VALUES(1,'019ab5a4-7c1e-7b60-9d1e-2f3a4b5c6d7e','0000000000000011','edit','2026-11-20T09:02:00.000000Z','Anna','Chose Natural history data and patient registry','activity/registry/chosen','false','true',NULL);
INSERT INTO "log" VALUES(2,'019ab5a4-7c1e-7b60-9d1e-2f3a4b5c6d7e','0000000000000001','edit','2026-11-20T09:03:00.000000Z','Anna','Moved Natural history data and patient registry to high / moderate','activity/registry/benefit','null','"high"',NULL);
INSERT INTO "log" VALUES(3,'019ab5a4-7c1e-7b60-9d1e-2f3a4b5c6d7e','0000000000000001','edit','2026-11-20T09:03:00.000000Z','Anna','Moved Natural history data and patient registry to high / moderate','activity/registry/investment','null','"moderate"',NULL);
INSERT INTO "log" VALUES(4,'019ab5a4-7c1e-7b60-9d1e-2f3a4b5c6d7e','0000000000000001','edit','2026-11-20T09:04:00.000000Z','Anna','Moved Natural history data and patient registry to high / high','activity/registry/investment','"moderate"','"high"',NULL);
INSERT INTO "log" VALUES(5,'019ab5a4-7c1e-7b60-9d1e-2f3a4b5c6d7e','0000000000000014','edit','2026-11-20T09:05:00.000000Z','Bo','Ticked B1 for Natural history data and patient registry','activity/registry/benefit_factors','[]','["B1"]',NULL);
INSERT INTO "log" VALUES(6,'019ab5a4-7c1e-7b60-9d1e-2f3a4b5c6d7e','0000000000000015','edit','2026-11-20T09:06:00.000000Z','Bo','Wrote Natural history data and patient registry: benefit why','activity/registry/benefit_why','""','"Every later trial starts further ahead."',NULL);
INSERT INTO "log" VALUES(7,'019ab5a4-7c1e-7b60-9d1e-2f3a4b5c6d7e','0000000000000016','edit','2026-11-20T09:07:00.000000Z','Anna','Wrote Natural history data and patient registry: private note','activity/registry/private_note','""','"Another company asks for it too."',NULL);
INSERT INTO "log" VALUES(8,'019ab5a4-7c1e-7b60-9d1e-2f3a4b5c6d7e','0000000000000017','edit','2026-11-20T09:08:00.000000Z','Anna','Added Family travel fund','own/own-travel-fund/title','null','"Family travel fund"',NULL);
INSERT INTO "log" VALUES(9,'019ab5a4-7c1e-7b60-9d1e-2f3a4b5c6d7e','0000000000000017','edit','2026-11-20T09:08:00.000000Z','Anna','Added Family travel fund','own/own-travel-fund/label','null','""',NULL);
INSERT INTO "log" VALUES(10,'019ab5a4-7c1e-7b60-9d1e-2f3a4b5c6d7e','0000000000000017','edit','2026-11-20T09:08:00.000000Z','Anna','Added Family travel fund','own/own-travel-fund/phases','null','["trials"]',NULL);
INSERT INTO "log" VALUES(11,'019ab5a4-7c1e-7b60-9d1e-2f3a4b5c6d7e','0000000000000017','edit','2026-11-20T09:08:00.000000Z','Anna','Added Family travel fund','own/own-travel-fund/description','null','"Pays the way."',NULL);
INSERT INTO "log" VALUES(12,'019ab5a4-7c1e-7b60-9d1e-2f3a4b5c6d7e','0000000000000017','edit','2026-11-20T09:08:00.000000Z','Anna','Added Family travel fund','own/own-travel-fund/examples','null','[]',NULL);
INSERT INTO "log" VALUES(13,'019ab5a4-7c1e-7b60-9d1e-2f3a4b5c6d7e','0000000000000017','edit','2026-11-20T09:08:00.000000Z','Anna','Added Family travel fund','own/own-travel-fund/provenance','null','""',NULL);
INSERT INTO "log" VALUES(14,'019ab5a4-7c1e-7b60-9d1e-2f3a4b5c6d7e','0000000000000017','edit','2026-11-20T09:08:00.000000Z','Anna','Added Family travel fund','activity/own-travel-fund/chosen','false','true',NULL);
INSERT INTO "log" VALUES(15,'019ab5a4-7c1e-7b60-9d1e-2f3a4b5c6d7e','0000000000000018','edit','2026-11-20T09:09:00.000000Z','Anna','Moved Family travel fund to high / low','activity/own-travel-fund/benefit','null','"high"',NULL);
INSERT INTO "log" VALUES(16,'019ab5a4-7c1e-7b60-9d1e-2f3a4b5c6d7e','0000000000000018','edit','2026-11-20T09:09:00.000000Z','Anna','Moved Family travel fund to high / low','activity/own-travel-fund/investment','null','"low"',NULL);
INSERT INTO "log" VALUES(17,'019ab5a4-7c1e-7b60-9d1e-2f3a4b5c6d7e','0000000000001011','undo','2026-11-20T09:10:00.000000Z','Anna','Undid: Moved Family travel fund to high / low','activity/own-travel-fund/investment','"low"','null',16);
INSERT INTO "log" VALUES(18,'019ab5a4-7c1e-7b60-9d1e-2f3a4b5c6d7e','0000000000001011','undo','2026-11-20T09:10:00.000000Z','Anna','Undid: Moved Family travel fund to high / low','activity/own-travel-fund/benefit','"high"','null',15);
INSERT INTO "log" VALUES(19,'019ab5a4-7c1e-7b60-9d1e-2f3a4b5c6d7e','0000000000001013','redo','2026-11-20T09:11:00.000000Z','Anna','Redid: Moved Family travel fund to high / low','activity/own-travel-fund/benefit','null','"high"',18);
INSERT INTO "log" VALUES(20,'019ab5a4-7c1e-7b60-9d1e-2f3a4b5c6d7e','0000000000001013','redo','2026-11-20T09:11:00.000000Z','Anna','Redid: Moved Family travel fund to high / low','activity/own-travel-fund/investment','null','"low"',17);
INSERT INTO "log" VALUES(21,'019ab5a4-7c1e-7b60-9d1e-2f3a4b5c6d7e','0000000000000019','edit','2026-11-20T09:12:00.000000Z','Anna','Rated Informed consent and participant materials: benefit moderate','activity/consent/benefit','null','"moderate"',NULL);
INSERT INTO "log" VALUES(22,'019ab5a4-7c1e-7b60-9d1e-2f3a4b5c6d7e','0000000000001016','undo','2026-11-20T09:13:00.000000Z','Anna','Undid: Rated Informed consent and participant materials: benefit moderate','activity/consent/benefit','"moderate"','null',21);
INSERT INTO "log" VALUES(23,'019ab5a4-0000-7000-8000-00000000000b','00000000000000ff','edit','2026-11-20T09:15:00.000000Z','Bo','Archived Sponsor''s side','archived','false','true',NULL);
CREATE TABLE own_activity (
        session TEXT NOT NULL REFERENCES session (id), 
    id TEXT NOT NULL CHECK (id <> ''),
    title TEXT NOT NULL,
    label TEXT NOT NULL DEFAULT '',
    phases TEXT NOT NULL DEFAULT '[]' CHECK (json_type(phases) = 'array'),
    description TEXT NOT NULL DEFAULT '',
    examples TEXT NOT NULL DEFAULT '[]' CHECK (json_type(examples) = 'array'),
    provenance TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (session, id)

    ) STRICT
    ;
INSERT INTO "own_activity" VALUES('019ab5a4-7c1e-7b60-9d1e-2f3a4b5c6d7e','own-travel-fund','Family travel fund','','["trials"]','Pays the way.','[]','');
CREATE TABLE place (
        session TEXT NOT NULL REFERENCES session (id),
        who TEXT NOT NULL,
        step TEXT NOT NULL CHECK (step IN
            ('setup', 'identify', 'evaluate', 'matrix', 'compare', 'plan')),
        PRIMARY KEY (session, who)
    ) STRICT
    ;
INSERT INTO "place" VALUES('019ab5a4-7c1e-7b60-9d1e-2f3a4b5c6d7e','Anna','matrix');
CREATE TABLE session (
        id TEXT PRIMARY KEY NOT NULL CHECK (length(id) = 36),
        title TEXT NOT NULL CHECK (title <> ''),
        perspective TEXT NOT NULL CHECK (perspective IN ('sponsor', 'patient-group', 'joint')),
        ours INTEGER NOT NULL CHECK (ours IN (0, 1)),
        archived INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1)),
        deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
        created TEXT NOT NULL CHECK (created GLOB '????-??-??T??:??:??*Z'),
        created_by TEXT NOT NULL,
        modified TEXT NOT NULL CHECK (modified GLOB '????-??-??T??:??:??*Z'),
        revision INTEGER NOT NULL CHECK (revision >= 1),
        organisation TEXT NOT NULL,
        organisation_size TEXT CHECK (organisation_size IN
            ('under-500k', '500k-1m', '1m-5m', '5m-10m', '10m-up',
             'under-300m', '300m-2b', '2b-10b', 'over-10b')),
        organisation_focus TEXT NOT NULL DEFAULT '[]' CHECK (json_type(organisation_focus) = 'array'),
        organisation_years TEXT CHECK (organisation_years IN
            ('under-1', '1-2', '3-4', '5-10', 'over-10', 'not-sure')),
        organisation_phases TEXT NOT NULL DEFAULT '[]' CHECK (json_type(organisation_phases) = 'array'),
        scope_kind TEXT CHECK (scope_kind IN ('trial', 'programme')),
        scope_name TEXT NOT NULL DEFAULT '',
        scope_condition TEXT NOT NULL DEFAULT '',
        scope_phase TEXT CHECK (scope_phase IN ('pre-discovery', 'preclinical', 'trials', 'review', 'post-approval')),
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
    ;
INSERT INTO "session" VALUES('019ab5a4-7c1e-7b60-9d1e-2f3a4b5c6d7e','Phase 1/2 gene therapy','patient-group',1,0,0,'2026-11-20T09:01:00.000000Z','Anna','2026-11-20T09:13:00.000000Z',13,'Aurel Families Network','500k-1m','["rare-genetic"]','over-10','["pre-discovery", "trials"]','trial','Open-label trial','A storage disorder','trials','','','Changes care for most families','','','','commongrid-24','1','','');
INSERT INTO "session" VALUES('019ab5a4-0000-7000-8000-00000000000b','Sponsor''s side','sponsor',0,1,0,'2026-11-01T00:00:00.000000Z','Bo','2026-11-20T09:15:00.000000Z',2,'Alder Bay Genetics','under-300m','[]',NULL,'[]',NULL,'','',NULL,'','','','','','','bay-list','2','Our list','A note');
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX session_modified ON session (modified DESC, id DESC);
CREATE INDEX assessment_progress ON assessment (session, benefit, investment, chosen)
        WHERE chosen = 1
    ;
CREATE INDEX log_session ON log (session, seq);
CREATE INDEX log_path ON log (session, path, seq);
CREATE INDEX log_reverts ON log (reverts) WHERE reverts IS NOT NULL;
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
    );
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
    WHERE assessment.chosen = 1 AND session.deleted = 0;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('log',23);
COMMIT;
