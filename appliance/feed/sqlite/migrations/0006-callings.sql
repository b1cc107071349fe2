-- Who is called by what stands: `at` is the number of the entry that called them first, which is the
-- one that stands, or an edit of it. `caller` is whose words these are.
CREATE TABLE calling (
    member TEXT NOT NULL,
    at     INTEGER NOT NULL,
    id     INTEGER NOT NULL,
    room   TEXT NOT NULL,
    caller TEXT NOT NULL,
    PRIMARY KEY (member, at)
) WITHOUT ROWID;

CREATE UNIQUE INDEX calling_by_entry ON calling (id, member);

CREATE TRIGGER log_forgets_callings AFTER DELETE ON log WHEN old.target IS NULL BEGIN
    DELETE FROM calling WHERE id = old.id;
END;
