-- The first shape of the records file. Frozen on release: a later shape is a later number.

CREATE TABLE household (
  id BLOB NOT NULL PRIMARY KEY,
  village_code TEXT NOT NULL,
  number TEXT NOT NULL,
  kind TEXT NOT NULL,
  group_name TEXT NOT NULL,
  address TEXT NOT NULL,
  phone TEXT NOT NULL,
  relocated INTEGER NOT NULL,
  risk_cause TEXT NOT NULL,
  notes TEXT NOT NULL,
  removed INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE person (
  id BLOB NOT NULL PRIMARY KEY,
  village_code TEXT NOT NULL,
  household_id BLOB REFERENCES household (id) ON DELETE RESTRICT,
  name TEXT NOT NULL,
  relation TEXT NOT NULL,
  citizen_id TEXT NOT NULL,
  disability_card TEXT NOT NULL,
  sex TEXT NOT NULL,
  birth_on TEXT,
  ethnicity TEXT NOT NULL,
  political TEXT NOT NULL,
  education TEXT NOT NULL,
  marriage TEXT NOT NULL,
  phone TEXT NOT NULL,
  address TEXT NOT NULL,
  residence TEXT NOT NULL,
  health TEXT NOT NULL,
  disability_kind TEXT NOT NULL,
  disability_level TEXT NOT NULL,
  work_capacity TEXT NOT NULL,
  skills TEXT NOT NULL,
  skill_level TEXT NOT NULL,
  employment_status TEXT NOT NULL,
  job_intention TEXT NOT NULL,
  wanted_place TEXT NOT NULL,
  wanted_job TEXT NOT NULL,
  wanted_monthly_fen INTEGER,
  training_wish TEXT NOT NULL,
  poverty_status TEXT NOT NULL,
  hard_to_place TEXT NOT NULL,
  in_school TEXT NOT NULL,
  subsistence INTEGER NOT NULL,
  destitute INTEGER NOT NULL,
  cadre_kin INTEGER NOT NULL,
  pension_drawn INTEGER NOT NULL,
  died_on TEXT,
  notes TEXT NOT NULL,
  removed INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE employment (
  id BLOB NOT NULL PRIMARY KEY,
  village_code TEXT NOT NULL,
  person_id BLOB REFERENCES person (id) ON DELETE RESTRICT,
  form TEXT NOT NULL,
  employer TEXT NOT NULL,
  job TEXT NOT NULL,
  place_code TEXT NOT NULL,
  place TEXT NOT NULL,
  scope TEXT NOT NULL,
  scope_reason TEXT NOT NULL,
  channel TEXT NOT NULL,
  since TEXT,
  until TEXT,
  monthly_fen INTEGER,
  contract INTEGER NOT NULL,
  notes TEXT NOT NULL,
  removed INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE visit (
  id BLOB NOT NULL PRIMARY KEY,
  village_code TEXT NOT NULL,
  household_id BLOB REFERENCES household (id) ON DELETE RESTRICT,
  person_id BLOB REFERENCES person (id) ON DELETE RESTRICT,
  visited_on TEXT,
  way TEXT NOT NULL,
  purpose TEXT NOT NULL,
  informant TEXT NOT NULL,
  residing TEXT NOT NULL,
  employment_status TEXT NOT NULL,
  scope TEXT NOT NULL,
  employer TEXT NOT NULL,
  monthly_fen INTEGER,
  job_intention TEXT NOT NULL,
  training_wish TEXT NOT NULL,
  enrolment TEXT NOT NULL,
  difficulty TEXT NOT NULL,
  promise TEXT NOT NULL,
  promise_due_on TEXT,
  notes TEXT NOT NULL,
  changed TEXT NOT NULL,
  removed INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE post (
  id BLOB NOT NULL PRIMARY KEY,
  village_code TEXT NOT NULL,
  title TEXT NOT NULL,
  kind TEXT NOT NULL,
  department TEXT NOT NULL,
  fund TEXT NOT NULL,
  headcount INTEGER NOT NULL,
  standard_fen INTEGER,
  standard_period TEXT NOT NULL,
  required_days INTEGER,
  place TEXT NOT NULL,
  duties TEXT NOT NULL,
  need TEXT NOT NULL,
  proposed_on TEXT,
  approved_on TEXT,
  approved_by TEXT NOT NULL,
  approval_number TEXT NOT NULL,
  abolished_on TEXT,
  notes TEXT NOT NULL,
  removed INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE placement (
  id BLOB NOT NULL PRIMARY KEY,
  village_code TEXT NOT NULL,
  post_id BLOB REFERENCES post (id) ON DELETE RESTRICT,
  person_id BLOB REFERENCES person (id) ON DELETE RESTRICT,
  applied_on TEXT,
  reviewed_on TEXT,
  review_due INTEGER,
  review_present INTEGER,
  review_agreed INTEGER,
  notice_from TEXT,
  notice_to TEXT,
  objection TEXT NOT NULL,
  decided_on TEXT,
  agreement_from TEXT,
  agreement_to TEXT,
  started_on TEXT,
  last_day_on TEXT,
  exit_reason TEXT NOT NULL,
  exit_evidence TEXT NOT NULL,
  checks TEXT NOT NULL,
  notes TEXT NOT NULL,
  removed INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE enrolment (
  id BLOB NOT NULL PRIMARY KEY,
  village_code TEXT NOT NULL,
  person_id BLOB REFERENCES person (id) ON DELETE RESTRICT,
  scheme TEXT NOT NULL,
  status TEXT NOT NULL,
  rhythm TEXT NOT NULL,
  grade_fen INTEGER,
  since TEXT,
  paid_until TEXT,
  next_due_on TEXT,
  evidence TEXT NOT NULL,
  ended_on TEXT,
  notes TEXT NOT NULL,
  removed INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE paper (
  id BLOB NOT NULL PRIMARY KEY,
  village_code TEXT NOT NULL,
  form TEXT NOT NULL,
  number TEXT NOT NULL,
  person_id BLOB REFERENCES person (id) ON DELETE RESTRICT,
  placement_id BLOB REFERENCES placement (id) ON DELETE RESTRICT,
  issued_on TEXT,
  content TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  rules TEXT NOT NULL,
  voided_on TEXT,
  void_reason TEXT NOT NULL,
  removed INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE disclosure (
  id BLOB NOT NULL PRIMARY KEY,
  village_code TEXT NOT NULL,
  person_id BLOB REFERENCES person (id) ON DELETE RESTRICT,
  shown_at TEXT,
  occasion TEXT NOT NULL,
  removed INTEGER NOT NULL DEFAULT 0
);

CREATE INDEX household_list ON household (village_code, number, id) WHERE removed = 0;
CREATE INDEX person_list ON person (village_code, name COLLATE pinyin, id) WHERE removed = 0;
CREATE INDEX person_status ON person (employment_status, village_code, name COLLATE pinyin, id)
  WHERE removed = 0;
CREATE INDEX person_household ON person (household_id);
CREATE INDEX person_citizen_id ON person (citizen_id);
CREATE INDEX employment_person ON employment (person_id, since);
CREATE INDEX visit_household ON visit (household_id, visited_on) WHERE removed = 0;
CREATE INDEX visit_person ON visit (person_id, visited_on);
CREATE INDEX visit_day ON visit (visited_on, household_id) WHERE removed = 0;
CREATE INDEX visit_promise ON visit (promise_due_on) WHERE promise_due_on IS NOT NULL;
CREATE INDEX placement_post ON placement (post_id);
CREATE INDEX placement_person ON placement (person_id);
CREATE INDEX enrolment_person ON enrolment (person_id);
CREATE INDEX enrolment_due ON enrolment (next_due_on, id) WHERE removed = 0;
CREATE INDEX paper_placement ON paper (placement_id);
CREATE INDEX paper_person ON paper (person_id);
CREATE INDEX paper_number ON paper (number);
CREATE INDEX disclosure_person ON disclosure (person_id);

-- The journal. One feed is what one desk wrote about one village since one epoch began.
-- head_chain and signature cover every entry up to head_seq.
CREATE TABLE feed (
  id INTEGER NOT NULL PRIMARY KEY,
  key BLOB NOT NULL UNIQUE,
  device BLOB NOT NULL,
  village_code TEXT NOT NULL,
  epoch BLOB NOT NULL,
  head_seq INTEGER NOT NULL,
  head_chain BLOB NOT NULL,
  hlc INTEGER NOT NULL,
  signature BLOB NOT NULL
);

-- Sealed runs of entries: body is a zstandard frame of a msgpack list of entries;
-- chain and signature are those of the last entry.
CREATE TABLE segment (
  feed INTEGER NOT NULL REFERENCES feed (id),
  last INTEGER NOT NULL,
  first INTEGER NOT NULL,
  body BLOB NOT NULL,
  chain BLOB NOT NULL,
  signature BLOB NOT NULL,
  PRIMARY KEY (feed, last)
) WITHOUT ROWID;

-- The entries that are not sealed yet.
CREATE TABLE tail (
  feed INTEGER NOT NULL REFERENCES feed (id),
  seq INTEGER NOT NULL,
  entry BLOB NOT NULL,
  PRIMARY KEY (feed, seq)
) WITHOUT ROWID;

-- Which entry each value of a row came from: the creation (feed, seq), and a msgpack map
-- column -> [feed, seq] of the columns that were edited since.
CREATE TABLE row_version (
  table_number INTEGER NOT NULL,
  row BLOB NOT NULL,
  feed INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  edited BLOB,
  PRIMARY KEY (table_number, row)
) WITHOUT ROWID;

-- What a person did on this desk, in order; spans is a msgpack list of [feed, first, last].
CREATE TABLE operation (
  number INTEGER NOT NULL PRIMARY KEY,
  act TEXT NOT NULL,
  label TEXT NOT NULL,
  at TEXT NOT NULL,
  batch INTEGER,
  spans BLOB NOT NULL,
  undoes INTEGER,
  undone_by INTEGER
);
CREATE INDEX operation_batch ON operation (batch) WHERE batch IS NOT NULL;

-- The desk itself: never sent. One row.
CREATE TABLE desk (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  private_key BLOB NOT NULL,
  epoch BLOB NOT NULL,
  officer_id BLOB NOT NULL,
  officer TEXT NOT NULL,
  role TEXT NOT NULL,
  county_code TEXT NOT NULL,
  village_codes TEXT NOT NULL,
  training INTEGER NOT NULL,
  made_at TEXT NOT NULL
);

-- What the county chose where the rule pack leaves a choice.
CREATE TABLE rule_setting (
  key TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
);

-- What was typed and not kept yet, by screen.
CREATE TABLE draft (
  screen TEXT NOT NULL PRIMARY KEY,
  content TEXT NOT NULL,
  kept_at TEXT NOT NULL
);

-- Made from person: how people are looked for. name_key has no dots or spaces; latin is every
-- reading as " initials pinyin"; digits is the identity number and the phone.
CREATE TABLE person_search (
  person BLOB NOT NULL PRIMARY KEY,
  name_key TEXT NOT NULL,
  latin TEXT NOT NULL,
  digits TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX person_search_name ON person_search (name_key, person);
CREATE INDEX person_search_latin ON person_search (latin, person);
CREATE INDEX person_search_digits ON person_search (digits, person);
