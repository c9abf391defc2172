-- What the scheduler asks: which reminders, due days and response terms have come. Fed from the block's own log; can be rebuilt.

CREATE TABLE obligations (
    obligation_id text PRIMARY KEY,
    project_id text NOT NULL,
    reminder_on date NOT NULL,
    due_on date NOT NULL,
    is_open boolean NOT NULL,
    reminded boolean NOT NULL,
    overdue boolean NOT NULL
);
CREATE INDEX obligations_reminder ON obligations (reminder_on) WHERE is_open AND NOT reminded;
CREATE INDEX obligations_due ON obligations (due_on) WHERE is_open AND NOT overdue;

CREATE TABLE reports (
    report_id text PRIMARY KEY,
    project_id text NOT NULL,
    -- Day by which the hub must answer; null when nothing waits for the hub, or when it was told that it is late.
    response_due_on date
);
CREATE INDEX reports_response ON reports (response_due_on) WHERE response_due_on IS NOT NULL;
