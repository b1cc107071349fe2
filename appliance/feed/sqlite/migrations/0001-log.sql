-- One append-only log. Numbers are handed out by the writer, inside the transaction.
CREATE TABLE log (
    id     INTEGER PRIMARY KEY,
    room   TEXT NOT NULL,
    kind   TEXT NOT NULL,
    nick   TEXT NOT NULL,
    member TEXT NOT NULL,
    time   TEXT NOT NULL,
    key    TEXT,
    fields TEXT NOT NULL
);

CREATE INDEX log_by_room ON log (room, id);
CREATE UNIQUE INDEX log_by_key ON log (member, key) WHERE key IS NOT NULL;

-- The list of rooms, kept by the database itself so that no path can forget it.
CREATE TABLE room (
    name     TEXT PRIMARY KEY,
    messages INTEGER NOT NULL,
    last     INTEGER NOT NULL,
    time     TEXT NOT NULL
) WITHOUT ROWID;

CREATE TRIGGER log_counts_rooms AFTER INSERT ON log BEGIN
    INSERT INTO room (name, messages, last, time)
    VALUES (new.room, new.kind = 'message', new.id, new.time)
    ON CONFLICT (name) DO UPDATE SET
        messages = messages + (new.kind = 'message'), last = new.id, time = new.time;
END;

-- What the log knows about itself.
CREATE TABLE about (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

INSERT INTO about (name, value) VALUES
    ('identity', lower(hex(randomblob(16)))),
    ('secret', lower(hex(randomblob(32)))),
    ('checked', '');
