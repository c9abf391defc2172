-- What other blocks made public, as far as this one needs it: filled by listeners at the ledger. Identifiers sort by their bytes, so
-- that pages are the same on every machine.

-- Reference data, by kind and identifier.
CREATE TABLE known_entries (
    kind     text NOT NULL,
    entry_id text COLLATE "C" NOT NULL,
    entry    json NOT NULL,
    -- Place in the ledger of the event that said so; an older one never replaces it.
    position bigint NOT NULL,
    PRIMARY KEY (kind, entry_id)
);

-- A read model of the block's own log: it can be emptied and filled again from it.
CREATE TABLE subscriptions (
    subscription_id text COLLATE "C" PRIMARY KEY,
    programme_id    text NOT NULL,
    stage           text NOT NULL
);

-- How far each subscription was delivered over gRPC. Beside the log, since it changes with each event: whoever loses it delivers again
-- from where the subscription began.
CREATE TABLE cursors (
    subscription_id      text COLLATE "C" PRIMARY KEY,
    -- Up to here everything was acknowledged, skipped or parked.
    position             bigint NOT NULL,
    acknowledged         bigint NOT NULL DEFAULT 0,
    last_acknowledged_at timestamptz,
    failures_in_a_row    integer NOT NULL DEFAULT 0,
    -- Nothing is delivered before.
    next_attempt_at      timestamptz,
    -- Counts the streams that were opened: only the newest is served.
    session              bigint NOT NULL DEFAULT 0,
    -- Counts how often delivery went back to the position.
    turn                 bigint NOT NULL DEFAULT 0
);

-- Events that a subscriber put aside.
CREATE TABLE parked (
    subscription_id text COLLATE "C" NOT NULL,
    position        bigint NOT NULL,
    reason          text NOT NULL,
    parked_at       timestamptz NOT NULL,
    PRIMARY KEY (subscription_id, position)
);
