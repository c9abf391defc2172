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

-- Read models of the block's own log: each of these can be emptied and filled again from it.

CREATE TABLE providers (
    provider_id text COLLATE "C" PRIMARY KEY,
    kind        text NOT NULL,
    region_ids  text[] NOT NULL
);
CREATE INDEX providers_by_region ON providers USING gin (region_ids);

CREATE TABLE offers (
    offer_id    text COLLATE "C" PRIMARY KEY,
    provider_id text NOT NULL,
    region_ids  text[] NOT NULL,
    skill_uris  text[] NOT NULL,
    flexibility json NOT NULL,
    withdrawn   boolean NOT NULL
);
CREATE INDEX offers_by_provider ON offers (provider_id);
CREATE INDEX offers_by_region ON offers USING gin (region_ids);
CREATE INDEX offers_by_skill ON offers USING gin (skill_uris);

-- Classes that were published; withdrawn ones too.
CREATE TABLE classes (
    class_id     text COLLATE "C" PRIMARY KEY,
    provider_id  text NOT NULL,
    framework_id text NOT NULL,
    skill_uris   text[] NOT NULL
);
CREATE INDEX classes_by_provider ON classes (provider_id);
CREATE INDEX classes_by_skill ON classes USING gin (skill_uris);
