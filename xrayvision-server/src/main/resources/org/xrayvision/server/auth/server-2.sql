-- Until when each PACS has answered what it was asked.
CREATE TABLE pacs_state (
  pacs TEXT PRIMARY KEY,
  answered INTEGER NOT NULL
);

-- The studies that were found there, and what became of them. No names, no patient ids.
CREATE TABLE retrievals (
  pacs TEXT NOT NULL,
  study TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('wanted', 'done', 'failed', 'other')),
  whole INTEGER NOT NULL CHECK (whole IN (0, 1)),
  objects INTEGER,
  fetched INTEGER NOT NULL DEFAULT 0,
  refused INTEGER NOT NULL DEFAULT 0,
  attempts INTEGER NOT NULL DEFAULT 0,
  not_before INTEGER NOT NULL DEFAULT 0,
  taken INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  error TEXT,
  PRIMARY KEY (pacs, study)
) WITHOUT ROWID;

CREATE INDEX retrievals_by_status ON retrievals (pacs, status, taken);
