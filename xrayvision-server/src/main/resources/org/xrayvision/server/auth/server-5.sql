-- An account of the hospital's own log-in: the issuer and its subject. Null: one of ours.
ALTER TABLE users ADD COLUMN external TEXT;
ALTER TABLE users ADD COLUMN last_login INTEGER;
CREATE UNIQUE INDEX users_external ON users (external) WHERE external IS NOT NULL;

-- What lets programs in; of a key only its hash is kept. A revoked one stays in the list.
CREATE TABLE api_keys (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  key_hash TEXT NOT NULL UNIQUE,
  actions TEXT NOT NULL,
  masked INTEGER NOT NULL CHECK (masked IN (0, 1)),
  created INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  last_used INTEGER,
  expires INTEGER,
  revoked INTEGER
);

-- Rows that were written without an address keep the hash that they have.
ALTER TABLE audit_log ADD COLUMN address TEXT NOT NULL DEFAULT '';
CREATE INDEX audit_log_who ON audit_log (who, seq);
CREATE INDEX audit_log_action ON audit_log (action, seq);
CREATE INDEX audit_log_object ON audit_log (object, seq);
CREATE INDEX audit_log_at ON audit_log (at, seq);
