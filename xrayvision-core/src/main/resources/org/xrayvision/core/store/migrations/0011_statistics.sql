-- What statistics read. Everything here follows from the other tables (class StatFold) and can be
-- made anew from them. unit: 0 a reading, 1 an exam. ai, truth: 1 positive, 0 negative, -1 none.
-- severity, rad_severity, confidence, latency: -1 none. reason: 0 compared, else why it is not.
-- Days, months, hours are the site's, as the header says them; '' or -1 where it says nothing.

-- The readings whose facts are to be made anew; they are folded in by the hundred, not one by one.
CREATE TABLE stat_pending (reading TEXT PRIMARY KEY) WITHOUT ROWID;

-- What is counted at present: a row for each reading and for each exam of it.
CREATE TABLE stat_facts (
  reading TEXT NOT NULL,
  unit INTEGER NOT NULL,
  uid TEXT NOT NULL,
  day TEXT NOT NULL,
  hour INTEGER NOT NULL,
  region TEXT NOT NULL,
  modality TEXT NOT NULL,
  model TEXT NOT NULL,
  prompt TEXT NOT NULL,
  band INTEGER NOT NULL,
  ai INTEGER NOT NULL,
  severity INTEGER NOT NULL,
  confidence INTEGER NOT NULL,
  latency INTEGER NOT NULL,
  truth INTEGER NOT NULL,
  rad_severity INTEGER NOT NULL,
  reason INTEGER NOT NULL,
  radiologist TEXT NOT NULL,
  diagnostic TEXT NOT NULL,
  looks INTEGER NOT NULL,
  first_ai INTEGER NOT NULL,
  gain INTEGER NOT NULL,
  PRIMARY KEY (reading, unit, uid)
) WITHOUT ROWID;

-- The sums. A row whose n has become 0 stays until the next opening.
CREATE TABLE stat_regions (
  unit INTEGER NOT NULL, month TEXT NOT NULL, region TEXT NOT NULL, reason INTEGER NOT NULL,
  ai INTEGER NOT NULL, truth INTEGER NOT NULL, n INTEGER NOT NULL,
  PRIMARY KEY (unit, month, region, reason, ai, truth)
) WITHOUT ROWID;
CREATE TABLE stat_days (
  unit INTEGER NOT NULL, day TEXT NOT NULL, region TEXT NOT NULL,
  n INTEGER NOT NULL, positive INTEGER NOT NULL,
  PRIMARY KEY (unit, day, region)
) WITHOUT ROWID;
CREATE TABLE stat_hours (hour INTEGER PRIMARY KEY, n INTEGER NOT NULL);
CREATE TABLE stat_severities (
  unit INTEGER NOT NULL, month TEXT NOT NULL, ai INTEGER NOT NULL, truth INTEGER NOT NULL,
  severity INTEGER NOT NULL, rad_severity INTEGER NOT NULL, n INTEGER NOT NULL,
  PRIMARY KEY (unit, month, ai, truth, severity, rad_severity)
) WITHOUT ROWID;
CREATE TABLE stat_confidences (
  unit INTEGER NOT NULL, month TEXT NOT NULL, confidence INTEGER NOT NULL,
  correct INTEGER NOT NULL, n INTEGER NOT NULL,
  PRIMARY KEY (unit, month, confidence, correct)
) WITHOUT ROWID;
CREATE TABLE stat_profiles (
  unit INTEGER NOT NULL, month TEXT NOT NULL, modality TEXT NOT NULL, model TEXT NOT NULL,
  prompt TEXT NOT NULL, band INTEGER NOT NULL, reason INTEGER NOT NULL, ai INTEGER NOT NULL,
  truth INTEGER NOT NULL, n INTEGER NOT NULL,
  PRIMARY KEY (unit, month, modality, model, prompt, band, reason, ai, truth)
) WITHOUT ROWID;
CREATE TABLE stat_radiologists (
  unit INTEGER NOT NULL, radiologist TEXT NOT NULL, month TEXT NOT NULL, reason INTEGER NOT NULL,
  ai INTEGER NOT NULL, truth INTEGER NOT NULL, n INTEGER NOT NULL,
  assessed INTEGER NOT NULL, severities INTEGER NOT NULL,
  PRIMARY KEY (unit, radiologist, month, reason, ai, truth)
) WITHOUT ROWID;
CREATE TABLE stat_diagnostics (
  unit INTEGER NOT NULL, diagnostic TEXT NOT NULL, month TEXT NOT NULL, n INTEGER NOT NULL,
  assessed INTEGER NOT NULL, severities INTEGER NOT NULL,
  compared INTEGER NOT NULL, agreed INTEGER NOT NULL,
  PRIMARY KEY (unit, diagnostic, month)
) WITHOUT ROWID;
CREATE TABLE stat_radiologist_diagnostics (
  unit INTEGER NOT NULL, radiologist TEXT NOT NULL, diagnostic TEXT NOT NULL, n INTEGER NOT NULL,
  PRIMARY KEY (unit, radiologist, diagnostic)
) WITHOUT ROWID;
CREATE TABLE stat_diagnostic_regions (
  unit INTEGER NOT NULL, diagnostic TEXT NOT NULL, region TEXT NOT NULL, n INTEGER NOT NULL,
  PRIMARY KEY (unit, diagnostic, region)
) WITHOUT ROWID;
-- latency: milliseconds, of two digits or a tenth of a second; total: the sum of the exact ones.
CREATE TABLE stat_latencies (
  region TEXT NOT NULL, latency INTEGER NOT NULL, n INTEGER NOT NULL, total INTEGER NOT NULL,
  PRIMARY KEY (region, latency)
) WITHOUT ROWID;
CREATE TABLE stat_looks (
  first_ai INTEGER NOT NULL, ai INTEGER NOT NULL, truth INTEGER NOT NULL,
  n INTEGER NOT NULL, looks INTEGER NOT NULL, gain INTEGER NOT NULL,
  PRIMARY KEY (first_ai, ai, truth)
) WITHOUT ROWID;

INSERT INTO stat_pending SELECT DISTINCT reading FROM exam_state;
INSERT INTO store_facts VALUES ('statistics_version', 0);
