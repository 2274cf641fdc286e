-- The search for radiologists' reports, one row for each exam that was read. Instants are UTC
-- milliseconds since 1970.
CREATE TABLE report_state (
  uid TEXT PRIMARY KEY,
  -- exams.created: the newest is asked for first.
  taken TEXT NOT NULL,
  -- Tries in a row that brought nothing new; when the source is asked again, NULL for never.
  attempts INTEGER NOT NULL DEFAULT 0,
  not_before INTEGER DEFAULT 0,
  version TEXT,
  found_at INTEGER,
  retracted INTEGER NOT NULL DEFAULT 0,
  problem TEXT,
  -- When the text is to be translated and assessed; NULL: there is nothing to be done.
  read_not_before INTEGER,
  read_attempts INTEGER NOT NULL DEFAULT 0,
  read_problem TEXT
);
CREATE INDEX report_state_newest ON report_state (taken, uid, not_before)
  WHERE not_before IS NOT NULL;
CREATE INDEX report_state_oldest ON report_state (not_before, uid) WHERE not_before IS NOT NULL;
CREATE INDEX report_state_unread ON report_state (read_not_before, uid)
  WHERE read_not_before IS NOT NULL;

-- What reports said before they were amended or taken back.
CREATE TABLE report_versions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL,
  replaced INTEGER NOT NULL,
  report_id TEXT,
  version TEXT,
  text TEXT,
  text_translated TEXT,
  radiologist TEXT,
  severity INTEGER NOT NULL,
  summary TEXT,
  retracted INTEGER NOT NULL
);
CREATE INDEX report_versions_uid ON report_versions (uid, id);

-- Translations of texts without identifiers, by a hash of text, languages and prompt.
CREATE TABLE translations (
  hash TEXT PRIMARY KEY,
  source TEXT NOT NULL,
  target TEXT NOT NULL,
  prompt_version TEXT NOT NULL,
  text TEXT NOT NULL,
  created INTEGER NOT NULL
) WITHOUT ROWID;

-- A report that an older program has brought long ago is not asked for again.
-- No OR IGNORE: the conflict clause of the statement outside would win.
CREATE TRIGGER report_state_begins AFTER INSERT ON exam_state
WHEN NEW.status IN ('done', 'check')
BEGIN
  INSERT INTO report_state (uid, taken, not_before, read_not_before)
  SELECT NEW.uid, NEW.created,
    CASE WHEN NOT EXISTS (SELECT 1 FROM rad_reports WHERE uid = NEW.uid
      AND coalesce(text, '') <> '' AND created < datetime('now', '-30 days')) THEN 0 END,
    CASE NEW.status WHEN 'check' THEN 0 END
  WHERE NEW.uid NOT IN (SELECT uid FROM report_state);
END;
CREATE TRIGGER report_state_begins_later AFTER UPDATE OF status ON exam_state
WHEN NEW.status IN ('done', 'check') AND OLD.status <> NEW.status
BEGIN
  INSERT INTO report_state (uid, taken, not_before, read_not_before)
  SELECT NEW.uid, NEW.created,
    CASE WHEN NOT EXISTS (SELECT 1 FROM rad_reports WHERE uid = NEW.uid
      AND coalesce(text, '') <> '' AND created < datetime('now', '-30 days')) THEN 0 END,
    CASE NEW.status WHEN 'check' THEN 0 END
  WHERE NEW.uid NOT IN (SELECT uid FROM report_state);
END;
CREATE TRIGGER report_state_ends AFTER DELETE ON exam_state BEGIN
  DELETE FROM report_state WHERE uid = OLD.uid;
  DELETE FROM report_versions WHERE uid = OLD.uid;
END;

INSERT INTO report_state (uid, taken, not_before, read_not_before)
SELECT s.uid, s.created,
  CASE WHEN coalesce(r.text, '') = '' OR r.created > datetime('now', '-30 days') THEN 0 END,
  CASE s.status WHEN 'check' THEN 0 END
FROM exam_state s LEFT JOIN rad_reports r ON r.uid = s.uid
WHERE s.status IN ('done', 'check');
