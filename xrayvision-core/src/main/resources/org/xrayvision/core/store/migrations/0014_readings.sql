-- The list by reading: one row for each, so that a page's border cuts none. Everything here follows
-- from exam_state (class ReadingRows).
ALTER TABLE exam_state ADD COLUMN model TEXT;
DROP INDEX exam_state_newest;
CREATE INDEX exam_state_newest ON exam_state
  (created, uid, status, region, severity, positive, reviewed, correct, severity_order, projection);
CREATE INDEX exam_state_model ON exam_state (model, created, uid) WHERE model IS NOT NULL;

-- created, uid: of its newest exam. statuses: a bit for each status that one of its exams has, in
-- the order none, queued, requeue, processing, check, done, ignore, error. regions, projections,
-- models: the distinct ones, each between commas.
CREATE TABLE readings (
  reading TEXT PRIMARY KEY,
  created TEXT NOT NULL,
  uid TEXT NOT NULL,
  statuses INTEGER NOT NULL,
  regions TEXT NOT NULL,
  projections TEXT NOT NULL,
  models TEXT NOT NULL,
  severity INTEGER NOT NULL,
  positive INTEGER NOT NULL,
  rad_severity INTEGER NOT NULL,
  severity_order INTEGER NOT NULL,
  reviewed INTEGER NOT NULL,
  correct INTEGER NOT NULL
);
CREATE INDEX readings_newest ON readings
  (created, uid, statuses, regions, severity, positive, severity_order, reviewed, correct,
   projections, models);

-- As exam_counts.
CREATE TABLE reading_counts (
  statuses INTEGER NOT NULL,
  regions TEXT NOT NULL,
  severity INTEGER NOT NULL,
  positive INTEGER NOT NULL,
  severity_order INTEGER NOT NULL,
  reviewed INTEGER NOT NULL,
  correct INTEGER NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (statuses, regions, severity, positive, severity_order, reviewed, correct)
) WITHOUT ROWID;

CREATE TRIGGER readings_counted AFTER INSERT ON readings BEGIN
  INSERT INTO reading_counts VALUES (NEW.statuses, NEW.regions, NEW.severity, NEW.positive,
    NEW.severity_order, NEW.reviewed, NEW.correct, 1)
  ON CONFLICT DO UPDATE SET n = n + 1;
END;

CREATE TRIGGER readings_uncounted AFTER DELETE ON readings BEGIN
  UPDATE reading_counts SET n = n - 1
  WHERE (statuses, regions, severity, positive, severity_order, reviewed, correct)
    = (OLD.statuses, OLD.regions, OLD.severity, OLD.positive, OLD.severity_order, OLD.reviewed,
       OLD.correct);
END;

CREATE TRIGGER readings_recounted
AFTER UPDATE OF statuses, regions, severity, positive, severity_order, reviewed, correct
ON readings
WHEN (NEW.statuses, NEW.regions, NEW.severity, NEW.positive, NEW.severity_order, NEW.reviewed,
      NEW.correct)
  IS NOT (OLD.statuses, OLD.regions, OLD.severity, OLD.positive, OLD.severity_order, OLD.reviewed,
      OLD.correct)
BEGIN
  UPDATE reading_counts SET n = n - 1
  WHERE (statuses, regions, severity, positive, severity_order, reviewed, correct)
    = (OLD.statuses, OLD.regions, OLD.severity, OLD.positive, OLD.severity_order, OLD.reviewed,
       OLD.correct);
  INSERT INTO reading_counts VALUES (NEW.statuses, NEW.regions, NEW.severity, NEW.positive,
    NEW.severity_order, NEW.reviewed, NEW.correct, 1)
  ON CONFLICT DO UPDATE SET n = n + 1;
END;

-- Names in exported data sets are made with it: the same at each export, and telling nothing.
INSERT INTO store_facts VALUES ('dataset_key', random());

-- The opening that follows makes the rows.
INSERT INTO exam_changes SELECT uid FROM exams
WHERE uid IS NOT NULL AND uid NOT IN (SELECT uid FROM exam_changes);
