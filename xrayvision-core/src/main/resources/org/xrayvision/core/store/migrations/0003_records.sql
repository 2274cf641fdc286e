-- What happened, and what came of it. Instants are UTC milliseconds since 1970.

-- Objects with the uid of another and other bytes, each kept in a file of its own.
CREATE TABLE conflicts (
  file_name TEXT PRIMARY KEY,
  uid TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  length INTEGER NOT NULL,
  sender TEXT,
  received INTEGER NOT NULL
);
CREATE INDEX conflicts_uid ON conflicts (uid, received);

-- Every run of a model. kind: primary, or shadow for one that decides nothing.
CREATE TABLE ai_runs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL,
  kind TEXT NOT NULL DEFAULT 'primary',
  started INTEGER NOT NULL,
  prompt_version TEXT NOT NULL,
  model TEXT,
  endpoint TEXT,
  latency REAL NOT NULL,
  prompt_tokens INTEGER NOT NULL,
  completion_tokens INTEGER NOT NULL,
  text TEXT,
  severity INTEGER NOT NULL,
  confidence INTEGER NOT NULL,
  summary TEXT NOT NULL,
  raw_answer TEXT,
  raw_assessment TEXT,
  error TEXT
);
CREATE INDEX ai_runs_uid ON ai_runs (uid, id);

-- Manual reviews. abnormal: 1, 0, or NULL where the review before it was withdrawn; of one exam the
-- latest row counts.
CREATE TABLE reviews (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL,
  at INTEGER NOT NULL,
  reviewer TEXT,
  abnormal INTEGER CHECK (abnormal IN (0, 1))
);
CREATE INDEX reviews_uid ON reviews (uid, at, seq);

-- One row for each change, written in its transaction. The payload holds nothing of a patient.
CREATE TABLE events (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  uid TEXT,
  payload TEXT NOT NULL
);
CREATE INDEX events_uid ON events (uid, seq) WHERE uid IS NOT NULL;
CREATE INDEX events_without_exam ON events (at) WHERE uid IS NULL;

-- Objects that were not taken. Holds nothing of a patient.
CREATE TABLE refusals (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  peer TEXT,
  ae_title TEXT,
  sop_class TEXT,
  status INTEGER NOT NULL,
  reason TEXT NOT NULL
);

CREATE TABLE store_facts (
  name TEXT PRIMARY KEY,
  value INTEGER NOT NULL
);
INSERT INTO store_facts VALUES ('events_purged_through', 0);
