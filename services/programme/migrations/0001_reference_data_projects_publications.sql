-- Read models of the block itself. The log is the truth: each of these can be emptied and filled again from it.

-- Reference data, for lists. Identifiers sort by their bytes, so that pages are the same on every machine.
CREATE TABLE entries (
    kind       text NOT NULL,
    entry_id   text COLLATE "C" NOT NULL,
    definition json NOT NULL,
    PRIMARY KEY (kind, entry_id)
);

-- What a project belongs to, for the access rules.
CREATE TABLE projects (
    project_id   text PRIMARY KEY,
    block_id     text NOT NULL,
    workgroup_id text NOT NULL,
    theme_id     text,
    tranche_id   text NOT NULL,
    region_ids   text[] NOT NULL
);

-- Publications without their pictures, by the place in the log at which they were published.
CREATE TABLE publications (
    publication_id text PRIMARY KEY,
    log_position   bigint NOT NULL UNIQUE,
    snapshot       json NOT NULL,
    errata         jsonb NOT NULL DEFAULT '[]'
);

-- Where the development clock stands still, so that a restart goes on from there. At most one row.
CREATE TABLE development_clock (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    held_at  text NOT NULL
);
