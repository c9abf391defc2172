-- The ledger's tables. They live in the ledger's own schema, which the search path names.

-- Every published event, once, at a gapless position. Nothing here ever changes; see the triggers below.
CREATE TABLE entries (
    position       bigint      PRIMARY KEY CHECK (position > 0),
    block          text        NOT NULL,
    sequence       bigint      NOT NULL CHECK (sequence > 0),
    log_position   bigint      NOT NULL CHECK (log_position > 0),
    event_id       text        NOT NULL UNIQUE,
    type           text        NOT NULL,
    source         text        NOT NULL,
    subject        text        NOT NULL,
    time           timestamptz NOT NULL,
    recorded_at    timestamptz NOT NULL,
    building_block text,
    project        text,
    regions        text[]      NOT NULL,
    theme          text,
    -- The number of schakelpunt.options.v1.Audience: a reader sees everything up to and including its own.
    audience       smallint    NOT NULL CHECK (audience BETWEEN 1 AND 3),
    traceparent    text,
    -- The exact bytes that were hashed: structured CloudEvents JSON.
    entry          bytea       NOT NULL,
    -- RFC 6962 leaf: SHA-256(0x00 || entry).
    leaf_hash      bytea       NOT NULL CHECK (octet_length(leaf_hash) = 32),
    UNIQUE (block, sequence)
);

-- One per filter, each with the position, so that a filtered read is in order without sorting.
CREATE INDEX entries_by_block          ON entries (block, position);
CREATE INDEX entries_by_type           ON entries (type, position);
CREATE INDEX entries_by_building_block ON entries (building_block, position) WHERE building_block IS NOT NULL;
CREATE INDEX entries_by_project        ON entries (project, position)        WHERE project IS NOT NULL;
CREATE INDEX entries_by_theme          ON entries (theme, position)          WHERE theme IS NOT NULL;
CREATE INDEX entries_by_region         ON entries USING gin (regions);

-- Newest position. Its only row is also the lock under which positions are given out. Not `head`: every block's
-- schema has a table of that name for its own log.
CREATE TABLE ledger_head (
    one         boolean PRIMARY KEY DEFAULT true CHECK (one),
    position    bigint  NOT NULL DEFAULT 0 CHECK (position >= 0),
    recorded_at timestamptz
);
INSERT INTO ledger_head DEFAULT VALUES;

-- Newest event of each block: what its relay resumes from.
CREATE TABLE block_heads (
    block        text   PRIMARY KEY,
    sequence     bigint NOT NULL CHECK (sequence > 0),
    log_position bigint NOT NULL CHECK (log_position > 0)
);

-- Messages that are no events of ours, for the operator. Bounded by the writer; the same message counts up.
CREATE TABLE rejected (
    id       bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    digest   bytea       NOT NULL UNIQUE,
    first_at timestamptz NOT NULL,
    last_at  timestamptz NOT NULL,
    times    bigint      NOT NULL DEFAULT 1,
    block    text        NOT NULL,
    reason   text        NOT NULL,
    detail   text        NOT NULL,
    event_id text,
    size     bigint      NOT NULL,
    -- The first bytes of the data.
    sample   bytea       NOT NULL
);

CREATE FUNCTION refuse_to_change_entries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'entries of the ledger are never changed or removed'
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER entries_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON entries
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_entries();
