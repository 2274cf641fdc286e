-- What a hospital calls the order of an exam; its report is found by it where the study's UID is not
-- known there. NULL for exams that came before.
ALTER TABLE exam_state ADD COLUMN accession_number TEXT;
