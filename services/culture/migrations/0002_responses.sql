-- Responses of measurements, beside the log and never in it: they are kept until the measurement is estimated or withdrawn, and deleted
-- then. None of it can be made again from anywhere.

-- A key for each measurement that takes responses. With it the log's digests of batches are made; it goes with the responses, after which
-- nobody can try out what a batch may have held.
CREATE TABLE response_keys (
    wave_id text COLLATE "C" PRIMARY KEY,
    key     bytea NOT NULL
);

-- Batches on their way: put here before the log is told, mixed among the others after. An empty one has been mixed in.
CREATE TABLE response_batches (
    wave_id   text COLLATE "C" NOT NULL,
    batch_id  uuid NOT NULL,
    responses jsonb,
    PRIMARY KEY (wave_id, batch_id)
);

-- Responses under random names, without a time. With every batch all responses of the measurement are written anew in random order, so
-- that neither their place in the table nor the transaction that wrote them tells which came together, or when.
CREATE TABLE responses (
    response_id uuid PRIMARY KEY,
    wave_id     text COLLATE "C" NOT NULL,
    response    jsonb NOT NULL
);
CREATE INDEX responses_by_wave ON responses (wave_id);
