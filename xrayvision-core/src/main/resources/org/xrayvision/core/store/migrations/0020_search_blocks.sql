-- Searches no longer sum what patients have, so that an arrival of a known patient changes nothing
-- of what is searched; and what is to be made anew is noted by a number, no patient's key.

-- What becomes free here held keys of patients.
PRAGMA secure_delete = ON;

DROP TRIGGER patients_insert_searched;
DROP TRIGGER patients_update_searched;
DROP TRIGGER patients_delete_searched;
DROP TRIGGER exam_state_insert_searched;
DROP TRIGGER exam_state_update_searched;
DROP TRIGGER exam_state_delete_searched;
DROP TRIGGER readings_insert_searched;
DROP TRIGGER readings_update_searched;
DROP TRIGGER readings_delete_searched;
DROP INDEX readings_patient;
ALTER TABLE readings DROP COLUMN patient;
ALTER TABLE search_patients DROP COLUMN exams;
ALTER TABLE search_patients DROP COLUMN readings;

-- Rows of search_patients that are to be made anew; one that is new stands there with a text of
-- nothing until then, in the same transaction if we write.
CREATE TABLE search_changed (id INTEGER PRIMARY KEY);
INSERT INTO search_patients (text, listed, patient)
SELECT '', 0, c.patient FROM search_changes c LEFT JOIN patients p ON p.cnp = c.patient
WHERE c.patient NOT IN (SELECT patient FROM search_patients) ORDER BY p.rowid;
INSERT INTO search_changed
SELECT id FROM search_patients WHERE patient IN (SELECT patient FROM search_changes);
DROP TABLE search_changes;

-- No OR IGNORE: the conflict clause of the statement outside, the Python program's, would win.
CREATE TRIGGER patients_insert_searched AFTER INSERT ON patients WHEN NEW.cnp IS NOT NULL BEGIN
  INSERT INTO search_patients (text, listed, patient) SELECT '', 0, NEW.cnp
  WHERE NOT EXISTS (SELECT 1 FROM search_patients WHERE patient = NEW.cnp);
  INSERT INTO search_changed SELECT id FROM search_patients
  WHERE patient = NEW.cnp AND id NOT IN (SELECT id FROM search_changed);
END;
CREATE TRIGGER patients_update_searched AFTER UPDATE ON patients
WHEN (NEW.cnp, NEW.id, NEW.name) IS NOT (OLD.cnp, OLD.id, OLD.name)
BEGIN
  INSERT INTO search_patients (text, listed, patient) SELECT '', 0, NEW.cnp
  WHERE NEW.cnp IS NOT NULL AND NOT EXISTS (SELECT 1 FROM search_patients WHERE patient = NEW.cnp);
  INSERT INTO search_changed SELECT id FROM search_patients
  WHERE patient IN (OLD.cnp, NEW.cnp) AND id NOT IN (SELECT id FROM search_changed);
END;
CREATE TRIGGER patients_delete_searched AFTER DELETE ON patients WHEN OLD.cnp IS NOT NULL BEGIN
  INSERT INTO search_changed SELECT id FROM search_patients
  WHERE patient = OLD.cnp AND id NOT IN (SELECT id FROM search_changed);
END;

-- Whom only exams name.
CREATE TRIGGER exam_state_insert_searched AFTER INSERT ON exam_state
WHEN NEW.patient IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM search_patients WHERE patient = NEW.patient)
BEGIN
  INSERT INTO search_patients (text, listed, patient) VALUES ('', 0, NEW.patient);
  INSERT INTO search_changed SELECT id FROM search_patients
  WHERE patient = NEW.patient AND id NOT IN (SELECT id FROM search_changed);
END;
CREATE TRIGGER exam_state_update_searched AFTER UPDATE OF patient ON exam_state
WHEN NEW.patient IS NOT OLD.patient
BEGIN
  INSERT INTO search_patients (text, listed, patient) SELECT '', 0, NEW.patient
  WHERE NEW.patient IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM search_patients WHERE patient = NEW.patient);
  INSERT INTO search_changed SELECT id FROM search_patients
  WHERE patient IN (OLD.patient, NEW.patient) AND id NOT IN (SELECT id FROM search_changed);
END;
CREATE TRIGGER exam_state_delete_searched AFTER DELETE ON exam_state BEGIN
  INSERT INTO search_changed SELECT id FROM search_patients
  WHERE patient = OLD.patient AND id NOT IN (SELECT id FROM search_changed);
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

-- How often the rows of a block (1024 places, that is rowids) were changed. Who keeps copies of
-- them in memory (class SearchMemory) sees by it whether a copy is that of the moment it reads;
-- a block without a row was never changed.
CREATE TABLE search_blocks (
  block INTEGER PRIMARY KEY,
  exams INTEGER NOT NULL,
  readings INTEGER NOT NULL
);

CREATE TRIGGER exam_state_insert_blocked AFTER INSERT ON exam_state BEGIN
  INSERT INTO search_blocks VALUES (NEW.rowid >> 10, 1, 0)
  ON CONFLICT (block) DO UPDATE SET exams = exams + 1;
END;
CREATE TRIGGER exam_state_update_blocked
AFTER UPDATE OF search, created, reading, status, region, projection, model, radiologist,
  diagnostic, severity, severity_order, positive, reviewed, correct
ON exam_state BEGIN
  INSERT INTO search_blocks VALUES (NEW.rowid >> 10, 1, 0)
  ON CONFLICT (block) DO UPDATE SET exams = exams + 1;
END;
CREATE TRIGGER exam_state_delete_blocked AFTER DELETE ON exam_state BEGIN
  INSERT INTO search_blocks VALUES (OLD.rowid >> 10, 1, 0)
  ON CONFLICT (block) DO UPDATE SET exams = exams + 1;
END;
-- A copy of an exam knows the place of its reading.
CREATE TRIGGER readings_insert_blocked AFTER INSERT ON readings BEGIN
  INSERT INTO search_blocks VALUES (NEW.rowid >> 10, 0, 1)
  ON CONFLICT (block) DO UPDATE SET readings = readings + 1;
  INSERT INTO search_blocks
  SELECT DISTINCT rowid >> 10, 1, 0 FROM exam_state WHERE reading = NEW.reading
  ON CONFLICT (block) DO UPDATE SET exams = exams + 1;
END;
CREATE TRIGGER readings_update_blocked AFTER UPDATE ON readings BEGIN
  INSERT INTO search_blocks VALUES (NEW.rowid >> 10, 0, 1)
  ON CONFLICT (block) DO UPDATE SET readings = readings + 1;
END;
CREATE TRIGGER readings_delete_blocked AFTER DELETE ON readings BEGIN
  INSERT INTO search_blocks VALUES (OLD.rowid >> 10, 0, 1)
  ON CONFLICT (block) DO UPDATE SET readings = readings + 1;
  INSERT INTO search_blocks
  SELECT DISTINCT rowid >> 10, 1, 0 FROM exam_state WHERE reading = OLD.reading
  ON CONFLICT (block) DO UPDATE SET exams = exams + 1;
END;

PRAGMA secure_delete = FAST;
