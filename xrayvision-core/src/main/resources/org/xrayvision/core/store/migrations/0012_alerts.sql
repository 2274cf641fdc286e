-- What was raised to be told, and how far each notifier has come with it. Holds nothing of a
-- patient. Instants are UTC milliseconds since 1970.

CREATE TABLE alerts (
  id TEXT PRIMARY KEY,
  -- The exam whose result raised it, and its reading then.
  uid TEXT NOT NULL,
  reading TEXT NOT NULL,
  severity INTEGER NOT NULL,
  region TEXT NOT NULL,
  at INTEGER NOT NULL,
  -- The end of quiet hours, or the same as at.
  not_before INTEGER NOT NULL,
  -- When the first notifier had delivered it.
  sent INTEGER,
  acknowledged_by TEXT,
  acknowledged_at INTEGER,
  escalates_at INTEGER,
  escalated INTEGER
) WITHOUT ROWID;
CREATE INDEX alerts_uid ON alerts (uid, severity);
CREATE INDEX alerts_reading ON alerts (reading, severity);
CREATE INDEX alerts_open ON alerts (at) WHERE acknowledged_at IS NULL;
CREATE INDEX alerts_escalating ON alerts (escalates_at)
  WHERE escalates_at IS NOT NULL AND escalated IS NULL AND acknowledged_at IS NULL;

-- Those who are told: of each alert, or (escalation = 1) of one that nobody has acknowledged.
CREATE TABLE alert_notifiers (
  name TEXT PRIMARY KEY,
  escalation INTEGER NOT NULL
) WITHOUT ROWID;

-- message: the id under which it is sent; that of the alert, or one that several share in a flood.
-- state: waiting; sent; failed for good; settled: acknowledged before it was sent.
-- attempts: counted before the notifier is called: what was tried once keeps its message.
CREATE TABLE alert_deliveries (
  alert TEXT NOT NULL,
  notifier TEXT NOT NULL,
  message TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'waiting',
  attempts INTEGER NOT NULL DEFAULT 0,
  not_before INTEGER NOT NULL,
  sent INTEGER,
  problem TEXT,
  PRIMARY KEY (alert, notifier)
) WITHOUT ROWID;
CREATE INDEX alert_deliveries_waiting ON alert_deliveries (notifier, not_before)
  WHERE state = 'waiting';
CREATE INDEX alert_deliveries_message ON alert_deliveries (notifier, message);
CREATE INDEX alert_deliveries_sent ON alert_deliveries (notifier, sent) WHERE sent IS NOT NULL;

CREATE TRIGGER alerts_end AFTER DELETE ON exam_state BEGIN
  DELETE FROM alert_deliveries WHERE alert IN (SELECT id FROM alerts WHERE uid = OLD.uid);
  DELETE FROM alerts WHERE uid = OLD.uid;
END;
