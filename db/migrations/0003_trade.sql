-- The rest of the trade: posts and money, transfers, training, checks, targets. Frozen on release.

CREATE TABLE agreement (
  id BLOB NOT NULL PRIMARY KEY,
  village_code TEXT NOT NULL,
  placement_id BLOB REFERENCES placement (id) ON DELETE RESTRICT,
  number TEXT NOT NULL,
  signed_on TEXT,
  begins_on TEXT,
  ends_on TEXT,
  standard_fen INTEGER,
  standard_period TEXT NOT NULL,
  required_days INTEGER,
  notes TEXT NOT NULL,
  removed INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE attendance (
  id BLOB NOT NULL PRIMARY KEY,
  village_code TEXT NOT NULL,
  placement_id BLOB REFERENCES placement (id) ON DELETE RESTRICT,
  month TEXT NOT NULL,
  marks TEXT NOT NULL,
  checked_by TEXT NOT NULL,
  confirmed_on TEXT,
  posted_on TEXT,
  notes TEXT NOT NULL,
  removed INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE appraisal (
  id BLOB NOT NULL PRIMARY KEY,
  village_code TEXT NOT NULL,
  placement_id BLOB REFERENCES placement (id) ON DELETE RESTRICT,
  month TEXT NOT NULL,
  village_points INTEGER,
  township_points INTEGER,
  villager_points INTEGER,
  result TEXT NOT NULL,
  deductions TEXT NOT NULL,
  told_on TEXT,
  notes TEXT NOT NULL,
  removed INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE caution (
  id BLOB NOT NULL PRIMARY KEY,
  village_code TEXT NOT NULL,
  placement_id BLOB REFERENCES placement (id) ON DELETE RESTRICT,
  given_on TEXT,
  reason TEXT NOT NULL,
  words TEXT NOT NULL,
  way TEXT NOT NULL,
  received_on TEXT,
  notes TEXT NOT NULL,
  removed INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE document (
  id BLOB NOT NULL PRIMARY KEY,
  village_code TEXT NOT NULL,
  person_id BLOB REFERENCES person (id) ON DELETE RESTRICT,
  placement_id BLOB REFERENCES placement (id) ON DELETE RESTRICT,
  kind TEXT NOT NULL,
  seen_on TEXT,
  valid_until TEXT,
  kept_at TEXT NOT NULL,
  notes TEXT NOT NULL,
  removed INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE roll (
  id BLOB NOT NULL PRIMARY KEY,
  village_code TEXT NOT NULL,
  month TEXT NOT NULL,
  department TEXT NOT NULL,
  closed_on TEXT,
  closed_by TEXT NOT NULL,
  people INTEGER,
  total_fen INTEGER,
  sha256 TEXT NOT NULL,
  rules TEXT NOT NULL,
  notice_from TEXT,
  notice_to TEXT,
  objection TEXT NOT NULL,
  approved_on TEXT,
  approved_by TEXT NOT NULL,
  returned_on TEXT,
  return_reason TEXT NOT NULL,
  notes TEXT NOT NULL,
  removed INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE roll_line (
  id BLOB NOT NULL PRIMARY KEY,
  village_code TEXT NOT NULL,
  roll_id BLOB REFERENCES roll (id) ON DELETE RESTRICT,
  placement_id BLOB REFERENCES placement (id) ON DELETE RESTRICT,
  person_id BLOB REFERENCES person (id) ON DELETE RESTRICT,
  for_month TEXT NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  citizen_id TEXT NOT NULL,
  post_title TEXT NOT NULL,
  account TEXT NOT NULL,
  bank TEXT NOT NULL,
  agreement_from TEXT,
  agreement_to TEXT,
  standard_fen INTEGER,
  standard_period TEXT NOT NULL,
  required_days INTEGER,
  worked_halves INTEGER,
  amount_fen INTEGER,
  explanation TEXT NOT NULL,
  paid_on TEXT,
  paid_fen INTEGER,
  payment_evidence TEXT NOT NULL,
  failure TEXT NOT NULL,
  notes TEXT NOT NULL,
  removed INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE listed (
  id BLOB NOT NULL PRIMARY KEY,
  village_code TEXT NOT NULL,
  person_id BLOB REFERENCES person (id) ON DELETE RESTRICT,
  watch_list TEXT NOT NULL,
  since TEXT,
  until TEXT,
  detail TEXT NOT NULL,
  source TEXT NOT NULL,
  as_of TEXT,
  notes TEXT NOT NULL,
  removed INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE outcome (
  id BLOB NOT NULL PRIMARY KEY,
  village_code TEXT NOT NULL,
  person_id BLOB REFERENCES person (id) ON DELETE RESTRICT,
  rule_key TEXT NOT NULL,
  subject TEXT NOT NULL,
  month TEXT NOT NULL,
  result TEXT NOT NULL,
  reason TEXT NOT NULL,
  decided_on TEXT,
  decided_by TEXT NOT NULL,
  removed INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE organiser (
  id BLOB NOT NULL PRIMARY KEY,
  village_code TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  credit_code TEXT NOT NULL,
  citizen_id TEXT NOT NULL,
  agreement_number TEXT NOT NULL,
  contact TEXT NOT NULL,
  phone TEXT NOT NULL,
  account TEXT NOT NULL,
  bank TEXT NOT NULL,
  notes TEXT NOT NULL,
  removed INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE claim (
  id BLOB NOT NULL PRIMARY KEY,
  village_code TEXT NOT NULL,
  organiser_id BLOB REFERENCES organiser (id) ON DELETE RESTRICT,
  number TEXT NOT NULL,
  year INTEGER,
  applied_on TEXT,
  checked_on TEXT,
  checked_by TEXT NOT NULL,
  decided_on TEXT,
  decided_by TEXT NOT NULL,
  result TEXT NOT NULL,
  paid_on TEXT,
  notes TEXT NOT NULL,
  returned_on TEXT,
  return_reason TEXT NOT NULL,
  resubmitted_on TEXT,
  removed INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE claim_line (
  id BLOB NOT NULL PRIMARY KEY,
  village_code TEXT NOT NULL,
  claim_id BLOB REFERENCES claim (id) ON DELETE RESTRICT,
  person_id BLOB REFERENCES person (id) ON DELETE RESTRICT,
  employment_id BLOB REFERENCES employment (id) ON DELETE RESTRICT,
  scope TEXT NOT NULL,
  months INTEGER,
  first_time INTEGER NOT NULL,
  evidence_kind TEXT NOT NULL,
  evidence_seen_on TEXT,
  phone_checked_on TEXT,
  phone_check TEXT NOT NULL,
  rate_fen INTEGER,
  amount_fen INTEGER,
  result TEXT NOT NULL,
  explanation TEXT NOT NULL,
  notes TEXT NOT NULL,
  proposed_refusal TEXT NOT NULL,
  removed INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE training (
  id BLOB NOT NULL PRIMARY KEY,
  village_code TEXT NOT NULL,
  person_id BLOB REFERENCES person (id) ON DELETE RESTRICT,
  trade TEXT NOT NULL,
  course TEXT NOT NULL,
  provider TEXT NOT NULL,
  wished_on TEXT,
  enrolled_on TEXT,
  begins_on TEXT,
  ends_on TEXT,
  hours INTEGER,
  result TEXT NOT NULL,
  certificate_kind TEXT NOT NULL,
  certificate_number TEXT NOT NULL,
  certified_on TEXT,
  level TEXT NOT NULL,
  counted INTEGER NOT NULL,
  subsidy_fen INTEGER,
  notes TEXT NOT NULL,
  removed INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE employer (
  id BLOB NOT NULL PRIMARY KEY,
  village_code TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  credit_code TEXT NOT NULL,
  industry TEXT NOT NULL,
  place_code TEXT NOT NULL,
  address TEXT NOT NULL,
  contact TEXT NOT NULL,
  phone TEXT NOT NULL,
  verified_on TEXT,
  source TEXT NOT NULL,
  notes TEXT NOT NULL,
  removed INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE vacancy (
  id BLOB NOT NULL PRIMARY KEY,
  village_code TEXT NOT NULL,
  employer_id BLOB REFERENCES employer (id) ON DELETE RESTRICT,
  title TEXT NOT NULL,
  trade TEXT NOT NULL,
  place_code TEXT NOT NULL,
  place TEXT NOT NULL,
  headcount INTEGER,
  pay_from_fen INTEGER,
  pay_to_fen INTEGER,
  education TEXT NOT NULL,
  youngest INTEGER,
  oldest INTEGER,
  requirements TEXT NOT NULL,
  flexible INTEGER NOT NULL,
  open_from TEXT,
  open_until TEXT,
  notes TEXT NOT NULL,
  removed INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE consent (
  id BLOB NOT NULL PRIMARY KEY,
  village_code TEXT NOT NULL,
  person_id BLOB REFERENCES person (id) ON DELETE RESTRICT,
  purpose TEXT NOT NULL,
  recipient TEXT NOT NULL,
  given_on TEXT,
  way TEXT NOT NULL,
  until TEXT,
  withdrawn_on TEXT,
  evidence TEXT NOT NULL,
  notes TEXT NOT NULL,
  removed INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE referral (
  id BLOB NOT NULL PRIMARY KEY,
  village_code TEXT NOT NULL,
  vacancy_id BLOB REFERENCES vacancy (id) ON DELETE RESTRICT,
  person_id BLOB REFERENCES person (id) ON DELETE RESTRICT,
  consent_id BLOB REFERENCES consent (id) ON DELETE RESTRICT,
  offered_on TEXT,
  reasons TEXT NOT NULL,
  result TEXT NOT NULL,
  result_on TEXT,
  notes TEXT NOT NULL,
  removed INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE venture (
  id BLOB NOT NULL PRIMARY KEY,
  village_code TEXT NOT NULL,
  person_id BLOB REFERENCES person (id) ON DELETE RESTRICT,
  name TEXT NOT NULL,
  form TEXT NOT NULL,
  industry TEXT NOT NULL,
  started_on TEXT,
  credit_code TEXT NOT NULL,
  registered_on TEXT,
  employs INTEGER,
  incubator TEXT NOT NULL,
  loan_wish_fen INTEGER,
  loan_status TEXT NOT NULL,
  loan_fen INTEGER,
  loan_on TEXT,
  closed_on TEXT,
  notes TEXT NOT NULL,
  removed INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE wage_clue (
  id BLOB NOT NULL PRIMARY KEY,
  village_code TEXT NOT NULL,
  person_id BLOB REFERENCES person (id) ON DELETE RESTRICT,
  field TEXT NOT NULL,
  employer TEXT NOT NULL,
  address TEXT NOT NULL,
  project TEXT NOT NULL,
  work TEXT NOT NULL,
  owed_from TEXT,
  owed_to TEXT,
  amount_fen INTEGER,
  people INTEGER,
  reported_on TEXT,
  channel TEXT NOT NULL,
  handed_on TEXT,
  receipt TEXT NOT NULL,
  result TEXT NOT NULL,
  closed_on TEXT,
  notes TEXT NOT NULL,
  removed INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE event (
  id BLOB NOT NULL PRIMARY KEY,
  village_code TEXT NOT NULL,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  held_on TEXT,
  place TEXT NOT NULL,
  partner TEXT NOT NULL,
  helpers INTEGER,
  handed_out INTEGER,
  notes TEXT NOT NULL,
  removed INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE attendee (
  id BLOB NOT NULL PRIMARY KEY,
  village_code TEXT NOT NULL,
  event_id BLOB REFERENCES event (id) ON DELETE RESTRICT,
  person_id BLOB REFERENCES person (id) ON DELETE RESTRICT,
  wish TEXT NOT NULL,
  notes TEXT NOT NULL,
  removed INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE target (
  id BLOB NOT NULL PRIMARY KEY,
  village_code TEXT NOT NULL,
  area_code TEXT NOT NULL,
  measure TEXT NOT NULL,
  year INTEGER,
  value INTEGER,
  basis TEXT NOT NULL,
  notes TEXT NOT NULL,
  removed INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE monitoring (
  id BLOB NOT NULL PRIMARY KEY,
  village_code TEXT NOT NULL,
  person_id BLOB REFERENCES person (id) ON DELETE RESTRICT,
  month TEXT NOT NULL,
  asked_on TEXT,
  way TEXT NOT NULL,
  informant TEXT NOT NULL,
  changed TEXT NOT NULL,
  notes TEXT NOT NULL,
  removed INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE snapshot (
  id BLOB NOT NULL PRIMARY KEY,
  village_code TEXT NOT NULL,
  month TEXT NOT NULL,
  closed_on TEXT,
  closed_by TEXT NOT NULL,
  content TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  rules TEXT NOT NULL,
  notes TEXT NOT NULL,
  removed INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE snooze (
  id BLOB NOT NULL PRIMARY KEY,
  village_code TEXT NOT NULL,
  key TEXT NOT NULL,
  until TEXT,
  reason TEXT NOT NULL,
  officer TEXT NOT NULL,
  removed INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE paper_part (
  id BLOB NOT NULL PRIMARY KEY,
  village_code TEXT NOT NULL,
  paper_id BLOB REFERENCES paper (id) ON DELETE RESTRICT,
  place INTEGER NOT NULL,
  content TEXT NOT NULL,
  removed INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE printout (
  id BLOB NOT NULL PRIMARY KEY,
  village_code TEXT NOT NULL,
  form TEXT NOT NULL,
  paper_id BLOB REFERENCES paper (id) ON DELETE RESTRICT,
  person_id BLOB REFERENCES person (id) ON DELETE RESTRICT,
  sent_at TEXT,
  officer TEXT NOT NULL,
  printer TEXT NOT NULL,
  copies INTEGER NOT NULL,
  sides TEXT NOT NULL,
  pages TEXT NOT NULL,
  wanted INTEGER,
  came_out INTEGER,
  outcome TEXT NOT NULL,
  layout TEXT NOT NULL,
  rules TEXT NOT NULL,
  removed INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE rulebook (
  id BLOB NOT NULL PRIMARY KEY,
  village_code TEXT NOT NULL,
  title TEXT NOT NULL,
  version TEXT NOT NULL,
  issued_on TEXT,
  since TEXT,
  content TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  withdrawn_on TEXT,
  notes TEXT NOT NULL,
  removed INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE form_layout (
  id BLOB NOT NULL PRIMARY KEY,
  village_code TEXT NOT NULL,
  form TEXT NOT NULL,
  version TEXT NOT NULL,
  issued_on TEXT,
  since TEXT,
  content TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  withdrawn_on TEXT,
  notes TEXT NOT NULL,
  removed INTEGER NOT NULL DEFAULT 0
);

-- Rows that had entries of a newer program when the file took this shape: the program that reads
-- them now may know what they say, and looks at them again before anything else is done.
CREATE TABLE behind (
  table_number INTEGER NOT NULL,
  row BLOB NOT NULL,
  PRIMARY KEY (table_number, row)
) WITHOUT ROWID;
INSERT INTO behind SELECT table_number, row FROM ahead;

CREATE TABLE rule_choice (
  mark TEXT NOT NULL PRIMARY KEY,
  settings TEXT NOT NULL
);

ALTER TABLE person ADD COLUMN account TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN bank TEXT NOT NULL DEFAULT '';
ALTER TABLE employment ADD COLUMN income_fen INTEGER;
ALTER TABLE employment ADD COLUMN income_unit TEXT NOT NULL DEFAULT '';
ALTER TABLE employment ADD COLUMN industry TEXT NOT NULL DEFAULT '';
ALTER TABLE employment ADD COLUMN evidence_kind TEXT NOT NULL DEFAULT '';
ALTER TABLE employment ADD COLUMN evidence TEXT NOT NULL DEFAULT '';
ALTER TABLE employment ADD COLUMN returned_on TEXT;
ALTER TABLE employment ADD COLUMN leaves_on TEXT;
ALTER TABLE post ADD COLUMN announced_from TEXT;
ALTER TABLE post ADD COLUMN announced_to TEXT;
ALTER TABLE post ADD COLUMN announced_at TEXT NOT NULL DEFAULT '';
ALTER TABLE post ADD COLUMN temporary INTEGER NOT NULL DEFAULT 0;
ALTER TABLE placement ADD COLUMN checked_on TEXT;
ALTER TABLE placement ADD COLUMN checked_by TEXT NOT NULL DEFAULT '';
ALTER TABLE placement ADD COLUMN notice_at TEXT NOT NULL DEFAULT '';
ALTER TABLE placement ADD COLUMN objected_on TEXT;
ALTER TABLE placement ADD COLUMN objection_settled_on TEXT;
ALTER TABLE placement ADD COLUMN decided_by TEXT NOT NULL DEFAULT '';
ALTER TABLE placement ADD COLUMN trained_on TEXT;
ALTER TABLE placement ADD COLUMN insurer TEXT NOT NULL DEFAULT '';
ALTER TABLE placement ADD COLUMN policy_number TEXT NOT NULL DEFAULT '';
ALTER TABLE placement ADD COLUMN insured_from TEXT;
ALTER TABLE placement ADD COLUMN insured_to TEXT;
ALTER TABLE placement ADD COLUMN exit_proposed_by TEXT NOT NULL DEFAULT '';
ALTER TABLE placement ADD COLUMN exit_approved_on TEXT;
ALTER TABLE placement ADD COLUMN exit_approved_by TEXT NOT NULL DEFAULT '';
ALTER TABLE placement ADD COLUMN stop_month TEXT NOT NULL DEFAULT '';
ALTER TABLE placement ADD COLUMN recover_fen INTEGER;
ALTER TABLE placement ADD COLUMN recovered_on TEXT;
ALTER TABLE placement ADD COLUMN exit_notice_on TEXT;
ALTER TABLE placement ADD COLUMN exit_notice_way TEXT NOT NULL DEFAULT '';
ALTER TABLE placement ADD COLUMN exit_received_on TEXT;
ALTER TABLE placement ADD COLUMN vacancy_reported_on TEXT;
ALTER TABLE placement ADD COLUMN declined_on TEXT;
ALTER TABLE placement ADD COLUMN declined_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE placement ADD COLUMN stop_month_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE placement ADD COLUMN exit_checks TEXT NOT NULL DEFAULT '';
ALTER TABLE enrolment ADD COLUMN base_fen INTEGER;
ALTER TABLE enrolment ADD COLUMN subsidy_fen INTEGER;
ALTER TABLE enrolment ADD COLUMN identity_kind TEXT NOT NULL DEFAULT '';
ALTER TABLE enrolment ADD COLUMN seen_on TEXT;
ALTER TABLE enrolment ADD COLUMN stop_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE enrolment ADD COLUMN office TEXT NOT NULL DEFAULT '';

CREATE INDEX agreement_placement ON agreement (placement_id, begins_on);
CREATE INDEX attendance_placement ON attendance (placement_id, month);
CREATE INDEX attendance_month ON attendance (month, village_code) WHERE removed = 0;
CREATE INDEX appraisal_placement ON appraisal (placement_id, month);
CREATE INDEX caution_placement ON caution (placement_id);
CREATE INDEX document_person ON document (person_id);
CREATE INDEX document_placement ON document (placement_id);
CREATE INDEX roll_month ON roll (month, village_code, department);
CREATE INDEX roll_line_roll ON roll_line (roll_id);
CREATE INDEX roll_line_placement ON roll_line (placement_id, for_month);
CREATE INDEX roll_line_person ON roll_line (person_id);
CREATE INDEX listed_person ON listed (person_id, watch_list);
CREATE INDEX outcome_person ON outcome (person_id, rule_key);
CREATE INDEX claim_organiser ON claim (organiser_id, year);
CREATE INDEX claim_line_claim ON claim_line (claim_id);
CREATE INDEX claim_line_person ON claim_line (person_id);
CREATE INDEX claim_line_employment ON claim_line (employment_id);
CREATE INDEX training_person ON training (person_id);
CREATE INDEX training_day ON training (ends_on, village_code) WHERE removed = 0;
CREATE INDEX vacancy_employer ON vacancy (employer_id);
CREATE INDEX consent_person ON consent (person_id);
CREATE INDEX referral_vacancy ON referral (vacancy_id);
CREATE INDEX referral_person ON referral (person_id);
CREATE INDEX referral_consent ON referral (consent_id);
CREATE INDEX venture_person ON venture (person_id);
CREATE INDEX wage_clue_person ON wage_clue (person_id);
CREATE INDEX event_day ON event (held_on, village_code) WHERE removed = 0;
CREATE INDEX attendee_event ON attendee (event_id);
CREATE INDEX attendee_person ON attendee (person_id);
CREATE INDEX target_year ON target (year, measure, area_code);
CREATE INDEX monitoring_person ON monitoring (person_id, month);
CREATE INDEX snapshot_month ON snapshot (month, village_code);
CREATE INDEX snooze_key ON snooze (key);
CREATE INDEX paper_part_paper ON paper_part (paper_id, place);
CREATE INDEX printout_paper ON printout (paper_id);
CREATE INDEX printout_person ON printout (person_id);

CREATE INDEX employment_spell ON employment (
  person_id, since, id, until, scope, form, village_code, removed
) WHERE removed = 0;
CREATE INDEX employment_latest ON employment (
  since DESC, id DESC, person_id, until, scope, form, village_code, removed
) WHERE removed = 0;
CREATE INDEX employment_organised ON employment (person_id, scope, until, id)
  WHERE removed = 0 AND channel = 'market';
CREATE INDEX person_account ON person (account) WHERE account <> '';
CREATE INDEX person_gone ON person (id, died_on) WHERE died_on IS NOT NULL;
CREATE INDEX person_poverty ON person (
  poverty_status, birth_on, work_capacity, in_school, employment_status, village_code, id,
  died_on, removed
) WHERE removed = 0 AND died_on IS NULL AND poverty_status NOT IN ('', 'general');
CREATE INDEX household_relocated ON household (village_code, id) WHERE removed = 0 AND relocated = 1;
CREATE INDEX person_needy ON person (village_code, household_id, relation, id, poverty_status)
  WHERE removed = 0 AND died_on IS NULL AND poverty_status NOT IN ('', 'general');
CREATE INDEX monitoring_month ON monitoring (month, person_id) WHERE removed = 0;

-- The last visit of each household, and what was promised on the last visit of each person: kept
-- by triggers, so that no way of writing a visit can forget them.
CREATE TABLE last_visit (
  household_id BLOB NOT NULL PRIMARY KEY,
  visited_on TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE open_promise (
  visit_id BLOB NOT NULL PRIMARY KEY,
  person_id BLOB NOT NULL,
  due_on TEXT NOT NULL
) WITHOUT ROWID;
CREATE VIEW household_last AS
  SELECT household_id, max(visited_on) AS visited_on FROM visit
  WHERE removed = 0 AND household_id IS NOT NULL AND visited_on IS NOT NULL GROUP BY household_id;
CREATE VIEW person_promise AS
  SELECT v.id AS visit_id, v.person_id, v.promise_due_on AS due_on FROM visit v
  WHERE v.removed = 0 AND v.promise <> '' AND v.promise_due_on IS NOT NULL
    AND v.person_id IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM visit n WHERE n.person_id = v.person_id AND n.removed = 0
        AND n.visited_on >= v.visited_on AND (n.visited_on, n.id) > (v.visited_on, v.id)
    );
INSERT INTO last_visit SELECT * FROM household_last;
INSERT INTO open_promise SELECT * FROM person_promise;
CREATE INDEX last_visit_day ON last_visit (visited_on);
CREATE INDEX open_promise_due ON open_promise (due_on);
CREATE INDEX open_promise_person ON open_promise (person_id);

CREATE TRIGGER visit_kept AFTER INSERT ON visit WHEN NEW.removed = 0 BEGIN
  INSERT INTO last_visit SELECT NEW.household_id, NEW.visited_on
    WHERE NEW.household_id IS NOT NULL AND NEW.visited_on IS NOT NULL
    ON CONFLICT (household_id) DO UPDATE SET visited_on = excluded.visited_on
    WHERE excluded.visited_on > visited_on;
  DELETE FROM open_promise WHERE person_id = NEW.person_id AND EXISTS (
    SELECT 1 FROM visit v WHERE v.id = visit_id
      AND (v.visited_on, v.id) < (NEW.visited_on, NEW.id)
  );
  INSERT INTO open_promise SELECT NEW.id, NEW.person_id, NEW.promise_due_on
    WHERE NEW.promise <> '' AND NEW.promise_due_on IS NOT NULL AND NEW.person_id IS NOT NULL
      AND NOT EXISTS (
        SELECT 1 FROM visit n WHERE n.person_id = NEW.person_id AND n.removed = 0
          AND n.visited_on >= NEW.visited_on AND (n.visited_on, n.id) > (NEW.visited_on, NEW.id)
      );
END;
CREATE TRIGGER visit_changed
AFTER UPDATE OF removed, household_id, person_id, visited_on, promise, promise_due_on ON visit
WHEN (OLD.removed, OLD.household_id, OLD.person_id, OLD.visited_on, OLD.promise <> '', OLD.promise_due_on)
  IS NOT (NEW.removed, NEW.household_id, NEW.person_id, NEW.visited_on, NEW.promise <> '', NEW.promise_due_on)
BEGIN
  DELETE FROM last_visit WHERE household_id IN (OLD.household_id, NEW.household_id);
  INSERT INTO last_visit SELECT * FROM household_last
    WHERE household_id IN (OLD.household_id, NEW.household_id);
  DELETE FROM open_promise WHERE person_id IN (OLD.person_id, NEW.person_id);
  INSERT INTO open_promise SELECT * FROM person_promise
    WHERE person_id IN (OLD.person_id, NEW.person_id);
END;
CREATE TRIGGER visit_gone AFTER DELETE ON visit WHEN OLD.removed = 0 BEGIN
  DELETE FROM last_visit WHERE household_id = OLD.household_id;
  INSERT INTO last_visit SELECT * FROM household_last WHERE household_id = OLD.household_id;
  DELETE FROM open_promise WHERE person_id = OLD.person_id;
  INSERT INTO open_promise SELECT * FROM person_promise WHERE person_id = OLD.person_id;
END;

DROP INDEX visit_day;
CREATE INDEX visit_day ON visit (visited_on, household_id, person_id) WHERE removed = 0;
CREATE INDEX person_working ON person (employment_status) WHERE removed = 0;
CREATE INDEX training_begins ON training (begins_on)
  WHERE removed = 0 AND result IN ('wished', 'enrolled', '');
CREATE INDEX employment_returned ON employment (until, id)
  WHERE removed = 0 AND returned_on IS NOT NULL AND leaves_on IS NULL;
CREATE INDEX enrolment_since ON enrolment (
  since, scheme, village_code, person_id, ended_on, status
) WHERE removed = 0;
