-- Vision models beside the one that decides: each looks once at every exam that is done from the
-- moment on at which it was configured. What waits is noted when an exam becomes done.

CREATE TABLE shadow_models (name TEXT PRIMARY KEY) WITHOUT ROWID;

-- attempts: counted before the model is asked, so that an exam that ends the process ends its turns.
CREATE TABLE shadow_waits (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  shadow TEXT NOT NULL,
  uid TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  not_before INTEGER NOT NULL DEFAULT 0,
  UNIQUE (shadow, uid)
);
CREATE INDEX shadow_waits_uid ON shadow_waits (uid);
CREATE INDEX shadow_waits_next ON shadow_waits (shadow, id, not_before);
