-- The first shape of a hub's store, for SQLite and PostgreSQL alike. Frozen on release: a later
-- shape is a later number. {bytes} and {number} stand for what each of them calls it.

-- The same columns as on a desk; applied_seq is not used here: a hub applies no records.
CREATE TABLE feed (
  id {number},
  key {bytes} NOT NULL UNIQUE,
  device {bytes} NOT NULL,
  village_code TEXT NOT NULL,
  epoch {bytes} NOT NULL,
  head_seq BIGINT NOT NULL,
  head_chain {bytes} NOT NULL,
  hlc BIGINT NOT NULL,
  signature {bytes} NOT NULL,
  applied_seq BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX feed_village ON feed (village_code);
CREATE INDEX feed_device ON feed (device);

-- No foreign keys: on a distributed database segment and tail are spread by feed.
CREATE TABLE segment (
  feed BIGINT NOT NULL,
  last BIGINT NOT NULL,
  first BIGINT NOT NULL,
  body {bytes} NOT NULL,
  chain {bytes} NOT NULL,
  signature {bytes} NOT NULL,
  PRIMARY KEY (feed, last)
);

CREATE TABLE tail (
  feed BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  entry {bytes} NOT NULL,
  PRIMARY KEY (feed, seq)
);

-- How many runs arrived for a village, and the digest of its feeds' heads. The row of the county
-- is that of the authority feed. Whoever writes to feeds holds the rows of their villages.
CREATE TABLE village (
  code TEXT NOT NULL PRIMARY KEY,
  arrivals BIGINT NOT NULL,
  digest {bytes} NOT NULL
);

CREATE TABLE arrival (
  village TEXT NOT NULL,
  number BIGINT NOT NULL,
  feed BIGINT NOT NULL,
  first BIGINT NOT NULL,
  last BIGINT NOT NULL,
  at_ms BIGINT NOT NULL,
  PRIMARY KEY (village, number)
);

-- The hub itself; sealed holds its private keys behind the passphrase. One row.
CREATE TABLE hub (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  name TEXT NOT NULL,
  county_code TEXT NOT NULL,
  epoch {bytes} NOT NULL,
  sealed {bytes} NOT NULL,
  made_at_ms BIGINT NOT NULL
);

-- prefixes is a msgpack list of village code prefixes.
CREATE TABLE invitation (
  id {bytes} NOT NULL PRIMARY KEY,
  token {bytes} NOT NULL,
  officer TEXT NOT NULL,
  role TEXT NOT NULL,
  prefixes {bytes} NOT NULL,
  made_at_ms BIGINT NOT NULL,
  used_by {bytes},
  used_at_ms BIGINT,
  cancelled_at_ms BIGINT
);

-- What each desk said of itself when it was last seen.
CREATE TABLE desk_seen (
  device {bytes} NOT NULL PRIMARY KEY,
  seen_ms BIGINT NOT NULL,
  app TEXT NOT NULL,
  schema_number BIGINT NOT NULL,
  unsent BIGINT NOT NULL,
  oldest_ms BIGINT NOT NULL
);

-- How far each feed reached at a desk when it last wrote a packet: a msgpack list of heads.
CREATE TABLE desk_heads (
  device {bytes} NOT NULL PRIMARY KEY,
  heads {bytes} NOT NULL,
  at_ms BIGINT NOT NULL
);

CREATE TABLE packet_seen (
  id {bytes} NOT NULL PRIMARY KEY,
  device {bytes} NOT NULL,
  at_ms BIGINT NOT NULL
);

-- The hub above: the invitation as it was read. One row, if there is one.
CREATE TABLE upstream (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  url TEXT NOT NULL,
  invitation TEXT NOT NULL,
  certified_at_ms BIGINT
);

-- The last receipt of the hub above for each feed, by the feed's key, as it was signed.
CREATE TABLE upstream_receipt (
  key {bytes} NOT NULL PRIMARY KEY,
  receipt {bytes} NOT NULL
);
