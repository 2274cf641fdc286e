-- Who is not in the configuration any more keeps what waits for it, until somebody else has taken it
-- over, it is acknowledged, or the name comes back. configured = 0: nobody delivers it now.
ALTER TABLE alert_notifiers ADD COLUMN configured INTEGER NOT NULL DEFAULT 1;

-- What nobody has acknowledged is listed for as long as nobody does: the most severe first, by pages.
CREATE INDEX alerts_listed ON alerts (severity DESC, at, id) WHERE acknowledged_at IS NULL;
