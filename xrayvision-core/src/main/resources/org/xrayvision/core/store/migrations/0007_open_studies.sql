-- Studies that objects came of a short while ago: their exams wait until nothing more has come for
-- the time that a site sets. Empty where it sets none.
CREATE TABLE open_studies (
  study TEXT PRIMARY KEY,
  last_arrival INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX open_studies_quiet ON open_studies (last_arrival);

-- 1: another view of the exam's reading came when the exam had been looked at.
ALTER TABLE exam_state ADD COLUMN late_view INTEGER NOT NULL DEFAULT 0;
