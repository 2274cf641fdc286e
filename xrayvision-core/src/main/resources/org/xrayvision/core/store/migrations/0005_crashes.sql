-- How often in a row the process ended while it read an exam; the queue asks for it.
ALTER TABLE exam_state ADD COLUMN crashes INTEGER NOT NULL DEFAULT 0;

DROP INDEX exam_state_queued_newest;
CREATE INDEX exam_state_queued_newest ON exam_state (created, uid, not_before, crashes)
  WHERE status = 'queued';
DROP INDEX exam_state_queued_oldest;
CREATE INDEX exam_state_queued_oldest ON exam_state (received, uid, not_before, crashes)
  WHERE status = 'queued';
DROP INDEX exam_state_requeued;
CREATE INDEX exam_state_requeued ON exam_state (requeued_at, uid, not_before, received, crashes)
  WHERE status = 'requeue';
