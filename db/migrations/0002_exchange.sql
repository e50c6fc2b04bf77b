-- What the exchange of journals needs.

-- Entries up to applied_seq have changed the records here, or are parked or quarantined.
ALTER TABLE feed ADD COLUMN applied_seq INTEGER NOT NULL DEFAULT 0;
UPDATE feed SET applied_seq = head_seq;
CREATE INDEX feed_village ON feed (village_code);

-- Values on which two desks do not agree: the heads are in row_version.edited, where the column
-- has a list of [feed, seq], the shown one first.
CREATE TABLE conflict (
  table_number INTEGER NOT NULL,
  row BLOB NOT NULL,
  col INTEGER NOT NULL,
  village_code TEXT NOT NULL,
  PRIMARY KEY (table_number, row, col)
) WITHOUT ROWID;

-- Entries that cannot change the records yet; needs is the row that is waited for.
CREATE TABLE park (
  feed INTEGER NOT NULL REFERENCES feed (id),
  seq INTEGER NOT NULL,
  table_number INTEGER NOT NULL,
  row BLOB NOT NULL,
  reason TEXT NOT NULL,
  needs BLOB,
  PRIMARY KEY (feed, seq)
) WITHOUT ROWID;
CREATE INDEX park_row ON park (row);

-- Entries that may not change the records; set_aside when a person decided to leave it so.
CREATE TABLE quarantine (
  feed INTEGER NOT NULL REFERENCES feed (id),
  seq INTEGER NOT NULL,
  table_number INTEGER NOT NULL,
  row BLOB NOT NULL,
  reason TEXT NOT NULL,
  set_aside TEXT,
  PRIMARY KEY (feed, seq)
) WITHOUT ROWID;
CREATE INDEX quarantine_row ON quarantine (row);

-- The last receipt of a hub for each feed, as it was signed.
CREATE TABLE receipt (
  feed INTEGER NOT NULL PRIMARY KEY REFERENCES feed (id),
  hub BLOB NOT NULL,
  seq INTEGER NOT NULL,
  chain BLOB NOT NULL,
  at_ms INTEGER NOT NULL,
  signature BLOB NOT NULL
);

-- The office this desk belongs to: what the invitation said. One row, once it is read.
CREATE TABLE office (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  invitation TEXT NOT NULL,
  accepted_at TEXT NOT NULL,
  certified_at TEXT
);

-- Where this desk stands with each replica it pulls from.
CREATE TABLE cursor (
  hub BLOB NOT NULL,
  village_code TEXT NOT NULL,
  number INTEGER NOT NULL,
  PRIMARY KEY (hub, village_code)
) WITHOUT ROWID;

-- What was exchanged, for people to read. outcome is a code.
CREATE TABLE exchange (
  number INTEGER NOT NULL PRIMARY KEY,
  at TEXT NOT NULL,
  carrier TEXT NOT NULL,
  place TEXT NOT NULL,
  sent INTEGER NOT NULL,
  received INTEGER NOT NULL,
  receipts INTEGER NOT NULL,
  outcome TEXT NOT NULL
);

-- Packets that were read here.
CREATE TABLE packet (
  id BLOB NOT NULL PRIMARY KEY,
  at TEXT NOT NULL
) WITHOUT ROWID;

-- Rows with entries of a newer program: looked at again when this one is newer.
CREATE TABLE ahead (
  table_number INTEGER NOT NULL,
  row BLOB NOT NULL,
  PRIMARY KEY (table_number, row)
) WITHOUT ROWID;
