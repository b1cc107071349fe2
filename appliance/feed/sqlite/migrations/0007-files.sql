-- Which entries have which files: `files` among their fields, a list of objects with an `id`. Kept by
-- the database itself, so that no path can forget it. Of one that was taken back it stays known that
-- it was there: then the file goes, and not before.
CREATE TABLE attached (
    file  TEXT NOT NULL,
    entry INTEGER NOT NULL,
    room  TEXT NOT NULL,
    gone  INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (file, entry)
) WITHOUT ROWID;

CREATE INDEX attached_by_entry ON attached (entry);

CREATE TRIGGER log_attaches_files AFTER INSERT ON log WHEN instr(new.fields, '"files":') BEGIN
    INSERT OR IGNORE INTO attached (file, entry, room)
    SELECT json_extract(value, '$.id'), new.id, new.room FROM json_each(new.fields, '$.files')
    WHERE type = 'object' AND json_type(value, '$.id') = 'text';
END;

CREATE TRIGGER log_erases_files AFTER UPDATE OF fields ON log
WHEN instr(old.fields, '"files":') BEGIN
    UPDATE attached SET gone = 1 WHERE entry = new.id AND file NOT IN (
        SELECT json_extract(value, '$.id') FROM json_each(new.fields, '$.files')
        WHERE type = 'object');
END;

CREATE TRIGGER log_forgets_files AFTER DELETE ON log WHEN instr(old.fields, '"files":') BEGIN
    UPDATE attached SET gone = 1 WHERE entry = old.id;
END;
