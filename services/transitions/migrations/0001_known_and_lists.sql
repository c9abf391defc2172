-- What other blocks made public, as far as this one needs it: filled by listeners at the ledger, and good for as long as nobody
-- publishes otherwise. Identifiers sort by their bytes, so that pages are the same on every machine.

-- Reference data, by kind and identifier; a scheme version has the identifier `<scheme>-v<version>`.
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

-- Read models of the block's own log: each of these can be emptied and filled again from it.

CREATE TABLE bottlenecks (
    bottleneck_id text COLLATE "C" PRIMARY KEY,
    region_id     text NOT NULL,
    skill_uris    text[] NOT NULL,
    resolved      boolean NOT NULL
);
CREATE INDEX bottlenecks_by_region ON bottlenecks (region_id);
CREATE INDEX bottlenecks_by_skill ON bottlenecks USING gin (skill_uris);

CREATE TABLE demands (
    demand_id  text COLLATE "C" PRIMARY KEY,
    region_ids text[] NOT NULL,
    skill_uris text[] NOT NULL,
    phase      text NOT NULL
);
CREATE INDEX demands_by_region ON demands USING gin (region_ids);
CREATE INDEX demands_by_skill ON demands USING gin (skill_uris);

CREATE TABLE solutions (
    solution_id text COLLATE "C" PRIMARY KEY,
    project_id  text NOT NULL,
    region_ids  text[] NOT NULL,
    skill_uris  text[] NOT NULL,
    state       text NOT NULL
);
CREATE INDEX solutions_by_project ON solutions (project_id);
CREATE INDEX solutions_by_region ON solutions USING gin (region_ids);
CREATE INDEX solutions_by_skill ON solutions USING gin (skill_uris);

-- Applications, with what access rules and lists need of them.
CREATE TABLE applications (
    application_id text COLLATE "C" PRIMARY KEY,
    call_id        text NOT NULL,
    workgroup_id   text NOT NULL,
    region_ids     text[] NOT NULL,
    stage          text NOT NULL
);
CREATE INDEX applications_by_call ON applications (call_id, application_id);
