-- Since when an exam is in error or ignored: what is purged after a while is told by this, never by
-- the exam's own date. Of what was known before, the journal tells; else it counts from now on.
CREATE TABLE set_aside (
  uid TEXT PRIMARY KEY,
  since INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX set_aside_since ON set_aside (since);

-- Files of exams whose rows are deleted, noted in the same transaction: a crash between the two must
-- not bring the exam back from its file.
CREATE TABLE deletions (
  file_name TEXT PRIMARY KEY,
  uid TEXT NOT NULL,
  at INTEGER NOT NULL
) WITHOUT ROWID;

-- No OR IGNORE: the conflict clause of the statement outside would win.
CREATE TRIGGER set_aside_begins AFTER INSERT ON exam_state
WHEN NEW.status IN ('error', 'ignore')
BEGIN
  DELETE FROM set_aside WHERE uid = NEW.uid;
  INSERT INTO set_aside VALUES (NEW.uid, 1000 * unixepoch());
END;
CREATE TRIGGER set_aside_begins_later AFTER UPDATE OF status ON exam_state
WHEN NEW.status IN ('error', 'ignore') AND OLD.status <> NEW.status
BEGIN
  DELETE FROM set_aside WHERE uid = NEW.uid;
  INSERT INTO set_aside VALUES (NEW.uid, 1000 * unixepoch());
END;
CREATE TRIGGER set_aside_ends AFTER UPDATE OF status ON exam_state
WHEN OLD.status IN ('error', 'ignore') AND NEW.status NOT IN ('error', 'ignore')
BEGIN
  DELETE FROM set_aside WHERE uid = NEW.uid;
END;
CREATE TRIGGER set_aside_forgotten AFTER DELETE ON exam_state BEGIN
  DELETE FROM set_aside WHERE uid = OLD.uid;
END;

INSERT INTO set_aside
SELECT s.uid, coalesce(
  (SELECT max(e.at) FROM events e WHERE e.uid = s.uid AND e.kind = s.status), 1000 * unixepoch())
FROM exam_state s WHERE s.status IN ('error', 'ignore');
