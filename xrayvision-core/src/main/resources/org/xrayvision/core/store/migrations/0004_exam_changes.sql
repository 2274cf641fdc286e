-- Which exams' rows were written, by us or by the Python program after a step back to it: what
-- exam_state derives from them is made anew before our transaction ends, or at the next opening.
-- No OR IGNORE: the conflict clause of the statement outside would win.
CREATE TABLE exam_changes (uid TEXT PRIMARY KEY) WITHOUT ROWID;

CREATE TRIGGER patients_insert_noted AFTER INSERT ON patients BEGIN
  INSERT INTO exam_changes SELECT uid FROM exam_state
  WHERE patient = NEW.cnp AND uid NOT IN (SELECT uid FROM exam_changes);
END;
CREATE TRIGGER patients_update_noted AFTER UPDATE ON patients BEGIN
  INSERT INTO exam_changes SELECT uid FROM exam_state
  WHERE patient = OLD.cnp AND uid NOT IN (SELECT uid FROM exam_changes);
  INSERT INTO exam_changes SELECT uid FROM exam_state
  WHERE patient = NEW.cnp AND uid NOT IN (SELECT uid FROM exam_changes);
END;
CREATE TRIGGER patients_delete_noted AFTER DELETE ON patients BEGIN
  INSERT INTO exam_changes SELECT uid FROM exam_state
  WHERE patient = OLD.cnp AND uid NOT IN (SELECT uid FROM exam_changes);
END;

CREATE TRIGGER exams_insert_noted AFTER INSERT ON exams BEGIN
  INSERT INTO exam_changes SELECT NEW.uid
  WHERE NEW.uid IS NOT NULL AND NEW.uid NOT IN (SELECT uid FROM exam_changes);
END;
CREATE TRIGGER exams_update_noted AFTER UPDATE ON exams BEGIN
  INSERT INTO exam_changes SELECT OLD.uid
  WHERE OLD.uid IS NOT NULL AND OLD.uid NOT IN (SELECT uid FROM exam_changes);
  INSERT INTO exam_changes SELECT NEW.uid
  WHERE NEW.uid IS NOT NULL AND NEW.uid NOT IN (SELECT uid FROM exam_changes);
END;
CREATE TRIGGER exams_delete_noted AFTER DELETE ON exams BEGIN
  INSERT INTO exam_changes SELECT OLD.uid
  WHERE OLD.uid IS NOT NULL AND OLD.uid NOT IN (SELECT uid FROM exam_changes);
END;

CREATE TRIGGER ai_reports_insert_noted AFTER INSERT ON ai_reports BEGIN
  INSERT INTO exam_changes SELECT NEW.uid
  WHERE NEW.uid IS NOT NULL AND NEW.uid NOT IN (SELECT uid FROM exam_changes);
END;
CREATE TRIGGER ai_reports_update_noted AFTER UPDATE ON ai_reports BEGIN
  INSERT INTO exam_changes SELECT OLD.uid
  WHERE OLD.uid IS NOT NULL AND OLD.uid NOT IN (SELECT uid FROM exam_changes);
  INSERT INTO exam_changes SELECT NEW.uid
  WHERE NEW.uid IS NOT NULL AND NEW.uid NOT IN (SELECT uid FROM exam_changes);
END;
CREATE TRIGGER ai_reports_delete_noted AFTER DELETE ON ai_reports BEGIN
  INSERT INTO exam_changes SELECT OLD.uid
  WHERE OLD.uid IS NOT NULL AND OLD.uid NOT IN (SELECT uid FROM exam_changes);
END;

CREATE TRIGGER rad_reports_insert_noted AFTER INSERT ON rad_reports BEGIN
  INSERT INTO exam_changes SELECT NEW.uid
  WHERE NEW.uid IS NOT NULL AND NEW.uid NOT IN (SELECT uid FROM exam_changes);
END;
CREATE TRIGGER rad_reports_update_noted AFTER UPDATE ON rad_reports BEGIN
  INSERT INTO exam_changes SELECT OLD.uid
  WHERE OLD.uid IS NOT NULL AND OLD.uid NOT IN (SELECT uid FROM exam_changes);
  INSERT INTO exam_changes SELECT NEW.uid
  WHERE NEW.uid IS NOT NULL AND NEW.uid NOT IN (SELECT uid FROM exam_changes);
END;
CREATE TRIGGER rad_reports_delete_noted AFTER DELETE ON rad_reports BEGIN
  INSERT INTO exam_changes SELECT OLD.uid
  WHERE OLD.uid IS NOT NULL AND OLD.uid NOT IN (SELECT uid FROM exam_changes);
END;

CREATE TRIGGER reviews_insert_noted AFTER INSERT ON reviews BEGIN
  INSERT INTO exam_changes SELECT NEW.uid
  WHERE NEW.uid IS NOT NULL AND NEW.uid NOT IN (SELECT uid FROM exam_changes);
END;
CREATE TRIGGER reviews_update_noted AFTER UPDATE ON reviews BEGIN
  INSERT INTO exam_changes SELECT OLD.uid
  WHERE OLD.uid IS NOT NULL AND OLD.uid NOT IN (SELECT uid FROM exam_changes);
  INSERT INTO exam_changes SELECT NEW.uid
  WHERE NEW.uid IS NOT NULL AND NEW.uid NOT IN (SELECT uid FROM exam_changes);
END;
CREATE TRIGGER reviews_delete_noted AFTER DELETE ON reviews BEGIN
  INSERT INTO exam_changes SELECT OLD.uid
  WHERE OLD.uid IS NOT NULL AND OLD.uid NOT IN (SELECT uid FROM exam_changes);
END;

INSERT INTO exam_changes SELECT uid FROM exams WHERE uid IS NOT NULL;
INSERT INTO store_facts VALUES ('severity_threshold', 0);
