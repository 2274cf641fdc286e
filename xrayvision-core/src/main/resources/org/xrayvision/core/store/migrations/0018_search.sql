-- What lists are searched by. Everything here follows from the other tables (class SearchRows), and
-- a search looks at exam_state.search itself before it says that an exam is found.

-- Patients as they are searched for, in the order in which they came: those in the table patients
-- (listed), and those that only exams name. readings: those that no exam of another patient is in.
CREATE TABLE search_patients (
  id INTEGER PRIMARY KEY,
  text TEXT NOT NULL,
  exams INTEGER NOT NULL,
  readings INTEGER NOT NULL,
  listed INTEGER NOT NULL,
  patient TEXT NOT NULL UNIQUE
);

-- The patient of all exams of a reading, NULL where they are not of one.
ALTER TABLE readings ADD COLUMN patient TEXT;
UPDATE readings SET patient = (
  SELECT CASE WHEN min(s.patient) = max(s.patient) AND count(s.patient) = count(*)
    THEN min(s.patient) END
  FROM exam_state s WHERE s.reading = readings.reading);
CREATE INDEX readings_patient ON readings (patient);

-- Patients whose row is to be made anew. Those of patients are noted by us or by the Python program
-- after a step back to it. No OR IGNORE: the conflict clause of the statement outside would win.
CREATE TABLE search_changes (patient TEXT PRIMARY KEY) WITHOUT ROWID;

CREATE TRIGGER patients_insert_searched AFTER INSERT ON patients BEGIN
  INSERT INTO search_changes SELECT NEW.cnp
  WHERE NEW.cnp IS NOT NULL AND NEW.cnp NOT IN (SELECT patient FROM search_changes);
END;
CREATE TRIGGER patients_update_searched AFTER UPDATE ON patients BEGIN
  INSERT INTO search_changes SELECT OLD.cnp
  WHERE OLD.cnp IS NOT NULL AND OLD.cnp NOT IN (SELECT patient FROM search_changes);
  INSERT INTO search_changes SELECT NEW.cnp
  WHERE NEW.cnp IS NOT NULL AND NEW.cnp NOT IN (SELECT patient FROM search_changes);
END;
CREATE TRIGGER patients_delete_searched AFTER DELETE ON patients BEGIN
  INSERT INTO search_changes SELECT OLD.cnp
  WHERE OLD.cnp IS NOT NULL AND OLD.cnp NOT IN (SELECT patient FROM search_changes);
END;

CREATE TRIGGER exam_state_insert_searched AFTER INSERT ON exam_state
WHEN NEW.patient IS NOT NULL
BEGIN
  INSERT INTO search_changes VALUES (NEW.patient) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER exam_state_update_searched AFTER UPDATE OF patient ON exam_state
WHEN NEW.patient IS NOT OLD.patient
BEGIN
  INSERT INTO search_changes SELECT OLD.patient WHERE OLD.patient IS NOT NULL
  ON CONFLICT DO NOTHING;
  INSERT INTO search_changes SELECT NEW.patient WHERE NEW.patient IS NOT NULL
  ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER readings_insert_searched AFTER INSERT ON readings
WHEN NEW.patient IS NOT NULL
BEGIN
  INSERT INTO search_changes VALUES (NEW.patient) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER readings_update_searched AFTER UPDATE OF patient ON readings
WHEN NEW.patient IS NOT OLD.patient
BEGIN
  INSERT INTO search_changes SELECT OLD.patient WHERE OLD.patient IS NOT NULL
  ON CONFLICT DO NOTHING;
  INSERT INTO search_changes SELECT NEW.patient WHERE NEW.patient IS NOT NULL
  ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER readings_delete_searched AFTER DELETE ON readings
WHEN OLD.patient IS NOT NULL
BEGIN
  INSERT INTO search_changes VALUES (OLD.patient) ON CONFLICT DO NOTHING;
END;

-- UIDs by three characters in a row, up to a place (a rowid) in exam_state; later ones are looked at
-- one by one, and so are those that are none by the Standard (digits and dots).
CREATE VIRTUAL TABLE search_uids USING fts5 (
  text, content = '', columnsize = 0, detail = none, tokenize = 'trigram case_sensitive 1');
-- What is deleted leaves the index at once.
INSERT INTO search_uids (search_uids, rank) VALUES ('secure-delete', 1);
CREATE INDEX exam_state_strange ON exam_state (uid)
  WHERE uid GLOB '*[^0-9.]*' OR length(CAST(uid AS BLOB)) <> length(uid);

-- newest: the UID at that place; another one there says that places have changed (VACUUM).
CREATE TABLE search_through (place INTEGER NOT NULL, newest TEXT);
INSERT INTO search_through VALUES (0, NULL);

CREATE TRIGGER exam_state_delete_searched AFTER DELETE ON exam_state BEGIN
  INSERT INTO search_changes SELECT OLD.patient WHERE OLD.patient IS NOT NULL
  ON CONFLICT DO NOTHING;
  INSERT INTO search_uids (search_uids, rowid, text)
  SELECT 'delete', OLD.rowid, OLD.uid FROM search_through
  WHERE OLD.rowid <= place
    AND NOT (OLD.uid GLOB '*[^0-9.]*' OR length(CAST(OLD.uid AS BLOB)) <> length(OLD.uid));
  UPDATE search_through SET (place, newest) = (
    SELECT coalesce(max(rowid), 0), (SELECT uid FROM exam_state WHERE rowid =
      (SELECT max(rowid) FROM exam_state WHERE rowid < OLD.rowid))
    FROM exam_state WHERE rowid < OLD.rowid)
  WHERE place = OLD.rowid;
END;

-- The opening that follows makes the rows.
INSERT INTO search_changes
SELECT cnp FROM patients WHERE cnp IS NOT NULL
UNION SELECT patient FROM exam_state WHERE patient IS NOT NULL;
