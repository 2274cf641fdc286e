-- The four tables of the Python program in their newest form. It writes INSERT OR REPLACE into
-- them, so no column of ours would survive there, and none of our tables refers to them.
-- exams.created is site time; created and updated of the reports are UTC; all without a zone.

CREATE TABLE IF NOT EXISTS patients (
  cnp TEXT PRIMARY KEY,
  id TEXT,
  name TEXT,
  birthdate TEXT,
  sex TEXT CHECK (sex IN ('M', 'F', 'O'))
);

CREATE TABLE IF NOT EXISTS exams (
  uid TEXT PRIMARY KEY,
  cnp TEXT REFERENCES patients (cnp),
  id TEXT,
  created TIMESTAMP,
  protocol TEXT,
  region TEXT,
  type TEXT,
  status TEXT DEFAULT 'none' CHECK (status IN
    ('none', 'queued', 'requeue', 'processing', 'check', 'done', 'ignore', 'error')),
  study TEXT,
  series TEXT
);

CREATE TABLE IF NOT EXISTS ai_reports (
  uid TEXT PRIMARY KEY REFERENCES exams (uid),
  created TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
  updated TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
  text TEXT,
  positive INTEGER DEFAULT -1 CHECK (positive IN (-1, 0, 1)),
  confidence INTEGER DEFAULT -1 CHECK (confidence BETWEEN -1 AND 100),
  severity INTEGER DEFAULT -1 CHECK (severity BETWEEN -1 AND 10),
  summary TEXT,
  model TEXT,
  latency REAL DEFAULT -1
);

CREATE TABLE IF NOT EXISTS rad_reports (
  uid TEXT PRIMARY KEY REFERENCES exams (uid),
  id TEXT,
  created TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
  updated TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
  text TEXT,
  text_en TEXT,
  positive INTEGER DEFAULT -1 CHECK (positive IN (-1, 0, 1)),
  severity INTEGER DEFAULT -1 CHECK (severity BETWEEN -1 AND 10),
  summary TEXT,
  type TEXT,
  radiologist TEXT,
  justification TEXT,
  model TEXT,
  latency REAL DEFAULT -1
);
