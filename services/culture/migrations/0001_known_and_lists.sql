-- What other blocks made public, as far as this one needs it: filled by listeners at the ledger, and good for as long as nobody
-- publishes otherwise. Identifiers sort by their bytes, so that pages are the same on every machine.

-- Reference data, by kind and identifier.
CREATE TABLE known_entries (
    kind     text NOT NULL,
    entry_id text COLLATE "C" NOT NULL,
    entry    json NOT NULL,
    -- Place in the ledger of the event that said so; an older one never replaces it.
    position bigint NOT NULL,
    PRIMARY KEY (kind, entry_id)
);

-- Projects, and what they belong to.
CREATE TABLE known_projects (
    project_id           text COLLATE "C" PRIMARY KEY,
    block_id             text NOT NULL,
    workgroup_id         text NOT NULL,
    region_ids           text[] NOT NULL,
    lead_organisation_id text NOT NULL
);

-- What accepted reports say of indicators of this block: the newest of each project.
CREATE TABLE known_results (
    project_id   text COLLATE "C" NOT NULL,
    indicator_id text COLLATE "C" NOT NULL,
    report_id    text NOT NULL,
    value        double precision NOT NULL,
    period       json NOT NULL,
    position     bigint NOT NULL,
    PRIMARY KEY (project_id, indicator_id)
);

-- Read models of the block's own log: each of these can be emptied and filled again from it.

CREATE TABLE instruments (
    instrument_id text COLLATE "C" PRIMARY KEY
);

CREATE TABLE measurements (
    wave_id       text COLLATE "C" PRIMARY KEY,
    instrument_id text NOT NULL,
    region_ids    text[] NOT NULL,
    stage         text NOT NULL
);
CREATE INDEX measurements_by_instrument ON measurements (instrument_id);
CREATE INDEX measurements_by_region ON measurements USING gin (region_ids);

CREATE TABLE figures (
    figure_id text COLLATE "C" PRIMARY KEY
);

-- Findings that were published; retired ones too.
CREATE TABLE findings (
    finding_id       text COLLATE "C" PRIMARY KEY,
    components       text[] NOT NULL,
    -- Level of the evidence, 1 to 5.
    strength         smallint NOT NULL,
    intervention_ids text[] NOT NULL,
    retired          boolean NOT NULL
);
CREATE INDEX findings_by_component ON findings USING gin (components);
CREATE INDEX findings_by_intervention ON findings USING gin (intervention_ids);

CREATE TABLE interventions (
    intervention_id text COLLATE "C" PRIMARY KEY,
    stage           text NOT NULL,
    region_ids      text[] NOT NULL,
    components      text[] NOT NULL,
    project_id      text NOT NULL
);
CREATE INDEX interventions_by_region ON interventions USING gin (region_ids);
CREATE INDEX interventions_by_component ON interventions USING gin (components);
CREATE INDEX interventions_by_project ON interventions (project_id);

-- Answers of reports, without their text.
CREATE TABLE answers (
    report_id      text COLLATE "C" PRIMARY KEY,
    project_id     text COLLATE "C" NOT NULL,
    block_id       text NOT NULL,
    theme_id       text NOT NULL,
    region_ids     text[] NOT NULL,
    stage          text NOT NULL,
    coders         integer NOT NULL,
    filed_on       date NOT NULL,
    scheme_id      text NOT NULL,
    scheme_version integer NOT NULL,
    -- What each coder gave, in the order in which they were done.
    codings        json NOT NULL,
    -- Codes that hold, once they are settled.
    code_ids       text[]
);
CREATE INDEX answers_by_scheme ON answers (scheme_id, scheme_version);
CREATE INDEX answers_waiting ON answers (filed_on, report_id) WHERE stage IN ('waits', 'disputed');
