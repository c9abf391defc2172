-- The vault: what must be kept secret or must be erasable, outside the log. None of it can be made again from anywhere.

-- Private halves of providers' keys, encrypted under the vault's key; gone when the key is retired.
CREATE TABLE provider_keys (
    provider_id text COLLATE "C" NOT NULL,
    key_id      text COLLATE "C" NOT NULL,
    sealed      bytea NOT NULL,
    PRIMARY KEY (provider_id, key_id)
);

-- Holders: a random pseudonym and a key of their own, encrypted under the vault's key. Without the row nothing of theirs can be read.
CREATE TABLE holders (
    holder_id uuid PRIMARY KEY,
    sealed    bytea NOT NULL
);

-- What holders have, encrypted under their key.
CREATE TABLE holdings (
    credential_id uuid PRIMARY KEY,
    holder_id     uuid NOT NULL REFERENCES holders ON DELETE CASCADE,
    provider_id   text COLLATE "C" NOT NULL,
    number        bigint NOT NULL,
    sealed        bytea NOT NULL,
    UNIQUE (provider_id, number)
);
CREATE INDEX holdings_by_holder ON holdings (holder_id);

-- Batches whose documents were made: asked for again, none is made a second time, also not of those that were erased since.
CREATE TABLE handed_out (
    provider_id text COLLATE "C" NOT NULL,
    first       bigint NOT NULL,
    PRIMARY KEY (provider_id, first)
);

-- Erasures that were carried out and are not in the log yet.
CREATE TABLE erasures (
    erasure_id uuid PRIMARY KEY,
    erased_at  timestamptz NOT NULL
);

-- Each processing of personal data, one person a row (Logboek Dataverwerkingen).
CREATE TABLE processing (
    record_id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    trace_id        text NOT NULL,
    operation_id    text NOT NULL,
    name            text NOT NULL,
    started_at      timestamptz NOT NULL,
    ended_at        timestamptz NOT NULL,
    status          text NOT NULL,
    activity_id     text NOT NULL,
    data_subject_id uuid NOT NULL,
    actor           text NOT NULL
);
CREATE INDEX processing_by_subject ON processing (data_subject_id, record_id);

-- A read model of the log: what was issued and revoked in a month, for counting.
CREATE TABLE issued (
    class_id    text COLLATE "C" NOT NULL,
    provider_id text COLLATE "C" NOT NULL,
    region_id   text COLLATE "C" NOT NULL,
    month       text COLLATE "C" NOT NULL,
    issued      bigint NOT NULL,
    revoked     bigint NOT NULL,
    PRIMARY KEY (class_id, provider_id, region_id, month)
);
