-- The log keeps its own last number: once the newest rows may be taken out, the highest that is
-- left would be given to others again. It is noted as the newest row goes, so that no commit of a
-- message writes a page more. A row beyond 2^53 - 1 is no entry (see rows.py).
CREATE TRIGGER log_keeps_its_last_number BEFORE DELETE ON log
WHEN old.id <= 9007199254740991
 AND NOT EXISTS (SELECT 1 FROM log WHERE id > old.id AND id <= 9007199254740991)
BEGIN
    UPDATE about SET value = max(CAST(value AS INTEGER), old.id) WHERE name = 'last';
END;

-- Of rows that were taken out before by hand the list of rooms knows.
INSERT INTO about (name, value)
SELECT 'last', coalesce(max(last), 0) FROM room
WHERE typeof(last) = 'integer' AND last BETWEEN 0 AND 9007199254740991;
