-- Entries that change another one, as an edit does, name it here; all others stand by themselves.
ALTER TABLE log ADD COLUMN target INTEGER;

CREATE INDEX log_by_target ON log (target, kind, id) WHERE target IS NOT NULL;

-- What stands, as it is now: a page of it is so many rows, however often they were changed. `now`
-- has the fields that are another since (JSON), and is nothing for most: their words are in the
-- log, and on disk once.
CREATE TABLE history (
    room TEXT NOT NULL,
    id   INTEGER NOT NULL,
    now  TEXT,
    PRIMARY KEY (room, id)
) WITHOUT ROWID;

CREATE TRIGGER log_keeps_history AFTER INSERT ON log WHEN new.target IS NULL BEGIN
    INSERT INTO history (room, id) VALUES (new.room, new.id);
END;

CREATE TRIGGER log_forgets_history AFTER DELETE ON log WHEN old.target IS NULL BEGIN
    DELETE FROM history WHERE room = old.room AND id = old.id;
END;

-- How far the next step came with what is in the log already.
INSERT INTO about (name, value) VALUES ('history', '-9223372036854775808');
