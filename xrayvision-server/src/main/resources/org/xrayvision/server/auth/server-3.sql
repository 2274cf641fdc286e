-- Storage commitments that were asked for and are not reported yet. objects: SOP class and instance
-- UID, a line for each. No names, no patient ids.
CREATE TABLE commitments (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  ae_title TEXT NOT NULL,
  transaction_uid TEXT NOT NULL,
  objects TEXT NOT NULL,
  asked INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  not_before INTEGER NOT NULL,
  UNIQUE (ae_title, transaction_uid)
);

CREATE INDEX commitments_due ON commitments (not_before, id);
