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

-- What lies beside the log. Taxonomies: files of a release that are being handed over, and what stands in the releases. The log names a
-- release by the digests of its files; rows of one that no fact speaks of mean nothing.

CREATE TABLE release_files (
    scheme_id   text NOT NULL,
    version     text NOT NULL,
    name        text NOT NULL,
    part        integer NOT NULL,
    content     bytea NOT NULL,
    uploaded_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (scheme_id, version, name, part)
);

CREATE TABLE concepts (
    scheme_id text COLLATE "C" NOT NULL,
    version   text COLLATE "C" NOT NULL,
    uri       text COLLATE "C" NOT NULL,
    kind      text NOT NULL,
    -- Whether it is in use in this release.
    is_used   boolean NOT NULL,
    -- Labels, descriptions, hierarchy, collections, mappings and successors.
    concept   json NOT NULL,
    PRIMARY KEY (scheme_id, version, uri)
);
CREATE INDEX concepts_by_uri ON concepts (uri);

CREATE TABLE concept_labels (
    scheme_id    text COLLATE "C" NOT NULL,
    version      text COLLATE "C" NOT NULL,
    uri          text COLLATE "C" NOT NULL,
    language     text NOT NULL,
    label        text NOT NULL,
    -- Without case, accents and punctuation.
    folded       text COLLATE "C" NOT NULL,
    is_preferred boolean NOT NULL,
    words        tsvector NOT NULL
);
CREATE INDEX concept_labels_by_words ON concept_labels USING gin (words);
CREATE INDEX concept_labels_by_concept ON concept_labels (scheme_id, version, uri);

-- Which concept is broader than which.
CREATE TABLE concept_broader (
    scheme_id   text COLLATE "C" NOT NULL,
    version     text COLLATE "C" NOT NULL,
    uri         text COLLATE "C" NOT NULL,
    broader_uri text COLLATE "C" NOT NULL
);
CREATE INDEX concept_broader_by_broader ON concept_broader (broader_uri, scheme_id, version);

CREATE TABLE concept_changes (
    scheme_id      text COLLATE "C" NOT NULL,
    version        text COLLATE "C" NOT NULL,
    uri            text COLLATE "C" NOT NULL,
    kind           text NOT NULL,
    label          text NOT NULL,
    successor_uris text[] NOT NULL,
    PRIMARY KEY (scheme_id, version, uri, kind)
);

-- Concepts that were in a release once and are not in use by this one, with what replaced them.
CREATE TABLE concepts_gone (
    scheme_id      text COLLATE "C" NOT NULL,
    version        text COLLATE "C" NOT NULL,
    uri            text COLLATE "C" NOT NULL,
    successor_uris text[] NOT NULL,
    PRIMARY KEY (scheme_id, version, uri)
);

-- Texts of sources, each under the licence that its source names.
CREATE TABLE texts (
    source_id text COLLATE "C" PRIMARY KEY,
    text      text NOT NULL,
    passages  json NOT NULL,
    kept_at   timestamptz NOT NULL DEFAULT now()
);

-- Where in a text each mention stands. Concepts have numbers, since there are millions of mentions.
CREATE TABLE concept_numbers (
    number integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uri    text COLLATE "C" NOT NULL UNIQUE
);

CREATE TABLE mentions (
    run_id     text COLLATE "C" NOT NULL,
    source_id  text COLLATE "C" NOT NULL,
    number     integer NOT NULL,
    concept    integer NOT NULL,
    begins_at  integer NOT NULL,
    ends_at    integer NOT NULL,
    passage    integer NOT NULL,
    manner     "char" NOT NULL,
    match      "char" NOT NULL,
    confidence real NOT NULL,
    label      text NOT NULL,
    PRIMARY KEY (run_id, source_id, number)
);
CREATE INDEX mentions_by_concept ON mentions (run_id, concept, source_id, number);

-- Terms that no concept covers. They are not in the log, since one may turn out to be somebody's name.
CREATE TABLE terms (
    run_id      text COLLATE "C" NOT NULL,
    source_id   text COLLATE "C" NOT NULL,
    key         text COLLATE "C" NOT NULL,
    surface     text NOT NULL,
    language    text NOT NULL,
    occurrences integer NOT NULL,
    PRIMARY KEY (run_id, key, source_id)
);
CREATE INDEX terms_by_source ON terms (run_id, source_id);

-- Read models of the block's own log: each of these can be emptied and filled again from it. `position` is the place in the log of the
-- last fact that changed the row, so that who has read up to there needs only what is newer.

CREATE TABLE releases (
    scheme_id text COLLATE "C" NOT NULL,
    number    integer NOT NULL,
    version   text COLLATE "C" NOT NULL,
    PRIMARY KEY (scheme_id, number)
);

CREATE TABLE sources (
    source_id    text COLLATE "C" PRIMARY KEY,
    kind         text NOT NULL,
    publisher    text NOT NULL,
    published_on date NOT NULL,
    words        integer NOT NULL,
    theme_ids    text[] NOT NULL,
    sectors      text[] NOT NULL,
    region_ids   text[] NOT NULL,
    withdrawn    boolean NOT NULL,
    position     bigint NOT NULL
);
CREATE INDEX sources_by_position ON sources (position);

CREATE TABLE readings (
    run_id    text COLLATE "C" NOT NULL,
    source_id text COLLATE "C" NOT NULL,
    -- Whether the method could read it.
    is_read   boolean NOT NULL,
    language  text NOT NULL,
    mentions  integer NOT NULL,
    concepts  integer NOT NULL,
    position  bigint NOT NULL,
    PRIMARY KEY (run_id, source_id)
);
CREATE INDEX readings_by_position ON readings (run_id, position);

CREATE TABLE namings (
    run_id    text COLLATE "C" NOT NULL,
    source_id text COLLATE "C" NOT NULL,
    concept   integer NOT NULL,
    asserted  integer NOT NULL,
    listed    integer NOT NULL,
    negated   integer NOT NULL,
    position  bigint NOT NULL,
    PRIMARY KEY (run_id, concept, source_id)
);
CREATE INDEX namings_by_position ON namings (run_id, position);
CREATE INDEX namings_by_source ON namings (run_id, source_id);

CREATE TABLE skills (
    skill_id    text COLLATE "C" PRIMARY KEY,
    stage       text NOT NULL,
    theme_ids   text[] NOT NULL,
    -- URI of its reference.
    uri         text COLLATE "C" NOT NULL,
    term_keys   text[] NOT NULL,
    since       date NOT NULL,
    merged_into text COLLATE "C"
);
CREATE INDEX skills_by_uri ON skills (uri);
CREATE INDEX skills_by_stage ON skills (stage, since, skill_id);
CREATE INDEX skills_by_merge ON skills (merged_into) WHERE merged_into IS NOT NULL;

CREATE TABLE editions (
    number integer PRIMARY KEY
);
