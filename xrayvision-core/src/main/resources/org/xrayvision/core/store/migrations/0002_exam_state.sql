-- What we know of an exam beyond the Python program's tables, keyed by uid, without foreign keys:
-- its INSERT OR REPLACE would delete what refers to a row. Instants are UTC milliseconds since 1970.

CREATE TABLE exam_state (
  uid TEXT PRIMARY KEY,
  received INTEGER,
  sha256 TEXT,
  length INTEGER NOT NULL DEFAULT -1,
  transfer_syntax TEXT,
  projection TEXT NOT NULL DEFAULT '',
  sender TEXT,
  flags TEXT NOT NULL DEFAULT '',
  conflict INTEGER NOT NULL DEFAULT 0,
  pixel_sha256 TEXT,
  frames INTEGER NOT NULL DEFAULT 0,
  detail TEXT,
  attempts INTEGER NOT NULL DEFAULT 0,
  not_before INTEGER NOT NULL DEFAULT 0,
  requeued_at INTEGER NOT NULL DEFAULT 0,
  claim_owner TEXT,
  claim_token TEXT,
  claim_from TEXT,
  lease_end INTEGER,
  -- From here on all follows from the other tables (class ReadModel): copies and sums that make the
  -- queue and the list fast. -1 is "not assessed".
  status TEXT NOT NULL,
  created TEXT NOT NULL,
  patient TEXT,
  region TEXT NOT NULL,
  reading TEXT NOT NULL,
  severity INTEGER NOT NULL,
  positive INTEGER NOT NULL,
  severity_order INTEGER NOT NULL,
  done_at INTEGER,
  rad_verdict INTEGER NOT NULL,
  rad_at INTEGER NOT NULL,
  review INTEGER NOT NULL,
  review_at INTEGER NOT NULL,
  diagnostic TEXT,
  radiologist TEXT,
  search TEXT NOT NULL,
  reviewed INTEGER NOT NULL DEFAULT 0,
  correct INTEGER NOT NULL DEFAULT -1
);

-- The list: one walk, newest first, that decides most filters without touching the table.
CREATE INDEX exam_state_newest ON exam_state
  (created, uid, status, region, severity, positive, reviewed, correct, severity_order);
CREATE INDEX exam_state_status ON exam_state (status, created, uid);
CREATE INDEX exam_state_radiologist ON exam_state (radiologist, created, uid)
  WHERE radiologist IS NOT NULL;
CREATE INDEX exam_state_diagnostic ON exam_state (diagnostic, created, uid)
  WHERE diagnostic IS NOT NULL;
CREATE INDEX exam_state_reading ON exam_state (reading);
CREATE INDEX exam_state_patient ON exam_state (patient, region, created);
CREATE INDEX exam_state_done ON exam_state (done_at, status) WHERE done_at IS NOT NULL;

-- The queue.
CREATE INDEX exam_state_unprepared ON exam_state (received, uid) WHERE status = 'none';
CREATE INDEX exam_state_queued_newest ON exam_state (created, uid, not_before)
  WHERE status = 'queued';
CREATE INDEX exam_state_queued_oldest ON exam_state (received, uid, not_before)
  WHERE status = 'queued';
CREATE INDEX exam_state_requeued ON exam_state (requeued_at, uid, not_before, received)
  WHERE status = 'requeue';
CREATE INDEX exam_state_leases ON exam_state (lease_end) WHERE status = 'processing';

-- How many exams share the properties that filters ask for; a few thousand rows at most, so that an
-- exact count of any of them costs no walk over the exams. Kept by the triggers below.
CREATE TABLE exam_counts (
  status TEXT NOT NULL,
  region TEXT NOT NULL,
  severity INTEGER NOT NULL,
  positive INTEGER NOT NULL,
  reviewed INTEGER NOT NULL,
  correct INTEGER NOT NULL,
  severity_order INTEGER NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (status, region, severity, positive, reviewed, correct, severity_order)
) WITHOUT ROWID;

CREATE TRIGGER exam_state_counted AFTER INSERT ON exam_state BEGIN
  INSERT INTO exam_counts VALUES (NEW.status, NEW.region, NEW.severity, NEW.positive,
    NEW.reviewed, NEW.correct, NEW.severity_order, 1)
  ON CONFLICT DO UPDATE SET n = n + 1;
END;

CREATE TRIGGER exam_state_uncounted AFTER DELETE ON exam_state BEGIN
  UPDATE exam_counts SET n = n - 1
  WHERE (status, region, severity, positive, reviewed, correct, severity_order)
    = (OLD.status, OLD.region, OLD.severity, OLD.positive, OLD.reviewed, OLD.correct,
       OLD.severity_order);
END;

CREATE TRIGGER exam_state_recounted
AFTER UPDATE OF status, region, severity, positive, reviewed, correct, severity_order
ON exam_state
WHEN (NEW.status, NEW.region, NEW.severity, NEW.positive, NEW.reviewed, NEW.correct,
      NEW.severity_order)
  IS NOT (OLD.status, OLD.region, OLD.severity, OLD.positive, OLD.reviewed, OLD.correct,
      OLD.severity_order)
BEGIN
  UPDATE exam_counts SET n = n - 1
  WHERE (status, region, severity, positive, reviewed, correct, severity_order)
    = (OLD.status, OLD.region, OLD.severity, OLD.positive, OLD.reviewed, OLD.correct,
       OLD.severity_order);
  INSERT INTO exam_counts VALUES (NEW.status, NEW.region, NEW.severity, NEW.positive,
    NEW.reviewed, NEW.correct, NEW.severity_order, 1)
  ON CONFLICT DO UPDATE SET n = n + 1;
END;
