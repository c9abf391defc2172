-- How events of a subscription come: fetched, webhook or nats.
ALTER TABLE subscriptions ADD COLUMN door text NOT NULL DEFAULT 'fetched';

-- What a row needs beside its position when the hub sends, and when events are delivered again.
ALTER TABLE cursors
    -- Attempts at the event after the position, since it was there first.
    ADD COLUMN attempts integer NOT NULL DEFAULT 0,
    -- What went wrong last; empty when nothing has since something was acknowledged.
    ADD COLUMN last_failure text NOT NULL DEFAULT '',
    -- How many requests for a replay were taken in.
    ADD COLUMN replays bigint NOT NULL DEFAULT 0,
    -- While events are delivered again: the last of them, and where it goes on afterwards.
    ADD COLUMN replay_to bigint,
    ADD COLUMN resume_at bigint,
    -- Number in the door's own stream of the event at the position, where the door counts for itself.
    ADD COLUMN mark bigint NOT NULL DEFAULT 0;

-- Ranges that are delivered again after the present one.
CREATE TABLE replays (
    subscription_id text COLLATE "C" NOT NULL,
    from_position   bigint NOT NULL,
    to_position     bigint NOT NULL,
    PRIMARY KEY (subscription_id, from_position)
);

-- Endpoints that agreed to be sent events.
CREATE TABLE webhook_consents (
    subscription_id text COLLATE "C" PRIMARY KEY,
    allowed_at      timestamptz NOT NULL,
    -- Most requests in a minute; none for any number.
    per_minute      integer
);
