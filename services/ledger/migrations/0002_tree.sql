-- The Merkle tree over the entries (RFC 6962), in the tiles of c2sp.org/tlog-tiles, and what is signed of it.

-- Root of the tree over all entries. NULL only in a ledger that has entries from before the tree: its writer builds the
-- tree before it appends.
ALTER TABLE ledger_head ADD COLUMN root bytea CHECK (octet_length(root) = 32);
UPDATE ledger_head SET root = '\xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' WHERE position = 0;

-- The full tiles of every level, and nothing else. An unfinished tile of level 0 is the leaf hashes of the last entries,
-- one of a higher level the roots of the last tiles below it.
CREATE TABLE tiles (
    level  smallint NOT NULL CHECK (level BETWEEN 0 AND 7),
    index  bigint   NOT NULL CHECK (index >= 0),
    -- The hash that stands for the tile in the level above.
    root   bytea    NOT NULL CHECK (octet_length(root) = 32),
    -- 256 hashes of 32 bytes, in order.
    hashes bytea    NOT NULL CHECK (octet_length(hashes) = 8192),
    PRIMARY KEY (level, index)
);
-- Hashes cannot be compressed; trying costs time.
ALTER TABLE tiles ALTER COLUMN hashes SET STORAGE EXTERNAL;

CREATE FUNCTION refuse_to_change_tiles() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'tiles of the ledger are never changed or removed'
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER tiles_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON tiles
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_tiles();

-- Signed checkpoints, as they are served: the hub's signatures first, then those of witnesses. The newest ones, and one
-- of each day before them.
CREATE TABLE checkpoints (
    size      bigint      PRIMARY KEY CHECK (size >= 0),
    note      text        NOT NULL,
    signed_at timestamptz NOT NULL
);

-- Events that arrived while a ledger restored from an older state is filled again, and whose place is not reached yet.
-- Empty at all other times.
CREATE TABLE held (
    arrival        bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    block          text        NOT NULL,
    sequence       bigint      NOT NULL CHECK (sequence > 0),
    log_position   bigint      NOT NULL CHECK (log_position > 0),
    event_id       text        NOT NULL UNIQUE,
    type           text        NOT NULL,
    source         text        NOT NULL,
    subject        text        NOT NULL,
    time           timestamptz NOT NULL,
    building_block text,
    project        text,
    regions        text[]      NOT NULL,
    theme          text,
    audience       smallint    NOT NULL CHECK (audience BETWEEN 1 AND 3),
    traceparent    text,
    entry          bytea       NOT NULL,
    leaf_hash      bytea       NOT NULL UNIQUE CHECK (octet_length(leaf_hash) = 32),
    UNIQUE (block, sequence)
);

-- The newest held event of each block: its relay goes on from there. Empty when nothing is held.
CREATE TABLE held_heads (
    block        text   PRIMARY KEY,
    sequence     bigint NOT NULL CHECK (sequence > 0),
    log_position bigint NOT NULL CHECK (log_position > 0)
);
