-- What the projection `exchange` keeps: of each subscription when it stood still last, and since when that is over.
create table stalls (
    subscription_id      text primary key,
    programme_id         text not null,
    rule                 text not null,
    position             bigint not null,
    waiting              bigint not null,
    waiting_since        timestamptz,
    last_acknowledged_at timestamptz,
    failures_in_a_row    bigint not null,
    stalled_at           timestamptz not null,
    over_at              timestamptz,
    positions            bigint[] not null
);
