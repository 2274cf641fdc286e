-- What statistics read, in pages: all that is counted of one part of the exams in one day, month or
-- year lies in one row (class StatCounts), so that a filtered figure reads some hundred rows where
-- it had to read all facts. They take the place of the sums of 0011.
DROP TABLE stat_regions;
DROP TABLE stat_days;
DROP TABLE stat_hours;
DROP TABLE stat_severities;
DROP TABLE stat_confidences;
DROP TABLE stat_profiles;
DROP TABLE stat_radiologists;
DROP TABLE stat_diagnostics;
DROP TABLE stat_radiologist_diagnostics;
DROP TABLE stat_diagnostic_regions;
DROP TABLE stat_latencies;
DROP TABLE stat_looks;

-- kind: 0 of a region, a model and a prompt version, 3 of the latter two; of diagnoses by
-- radiologist (1), by region (2), of all (4).
-- level, period: 4 a year, 7 a month, 10 a day, of so many characters; '' for exams without a date.
-- n, positive: the facts in it, and those with a positive verdict of the model.
CREATE TABLE stat_pages (
  id INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL,
  unit INTEGER NOT NULL,
  level INTEGER NOT NULL,
  period TEXT NOT NULL,
  name TEXT NOT NULL,
  model TEXT NOT NULL,
  prompt TEXT NOT NULL,
  n INTEGER NOT NULL,
  positive INTEGER NOT NULL,
  counts BLOB NOT NULL
);
CREATE UNIQUE INDEX stat_pages_key ON stat_pages
  (kind, unit, level, period, name, model, prompt);
CREATE INDEX stat_pages_gone ON stat_pages (n) WHERE n = 0;

-- Radiologists, diagnoses and modalities, as pages call them.
CREATE TABLE stat_names (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);

-- All is counted anew. The notes have an order now: those of one day are folded in together.
DELETE FROM stat_facts;
DROP TABLE stat_pending;
CREATE TABLE stat_pending (reading TEXT PRIMARY KEY);
INSERT INTO stat_pending SELECT reading FROM exam_state GROUP BY reading ORDER BY min(created);
