-- Withdrawn evidence stays where it is, and what reads through these views does not see it.

CREATE INDEX state_withdrawn ON state (subject) WHERE kind = 'withdrawn';

CREATE VIEW offered_session AS
SELECT * FROM session WHERE slug NOT IN (SELECT subject FROM state WHERE kind = 'withdrawn');

CREATE VIEW offered_item AS
SELECT * FROM item WHERE session NOT IN (SELECT subject FROM state WHERE kind = 'withdrawn');

CREATE VIEW offered_paragraph AS
SELECT * FROM paragraph WHERE session NOT IN (SELECT subject FROM state WHERE kind = 'withdrawn');

CREATE VIEW offered_state AS
SELECT * FROM state WHERE session NOT IN (SELECT subject FROM state WHERE kind = 'withdrawn');

-- 1 where the correction put a former revision back, each mark to the paragraph it had come from.
ALTER TABLE correction ADD COLUMN put_back INTEGER NOT NULL DEFAULT 0;
