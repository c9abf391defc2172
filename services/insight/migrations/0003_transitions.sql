-- The day on which what was observed happened, by the event's own words: what was reported up to a day is compared with what had
-- happened by then. Rows that are there get the day they were logged until the projection is made anew.
alter table observations add column happened_on date;
update observations set happened_on = (logged_at at time zone 'Europe/Amsterdam')::date;
alter table observations alter column happened_on set not null;

-- Projection `transitions`. Rows are kept by the identifier of what they are about.
create table bottlenecks (
    bottleneck_id text primary key,
    region_id     text not null,
    sector        text not null,
    theme_id      text not null,
    skills        json not null,
    target_group  text not null,
    people        bigint not null,
    source        text not null,
    observed_on   date not null,
    revision      bigint not null,
    resolved_on   date,
    positions     bigint[] not null
);

create table demands (
    demand_id      text primary key,
    title          text not null,
    region_ids     text[] not null,
    sector         text not null,
    theme_id       text not null,
    skills         json not null,
    target_group   text not null,
    bottleneck_ids text[] not null,
    phase          text not null,
    signalled_on   date not null,
    explored_on    date,
    understood_on  date,
    dropped_on     date,
    positions      bigint[] not null
);

create table applications (
    application_id  text primary key,
    call_id         text not null,
    tranche_id      text not null,
    scheme_id       text not null,
    scheme_version  bigint not null,
    name            text not null,
    workgroup_id    text not null,
    theme_id        text not null,
    size_class      text not null,
    regions         json not null,
    skills          json not null,
    target_group    text not null,
    demand_ids      text[] not null,
    requested_cents bigint not null,
    example         boolean not null,
    state           text not null,
    submitted_on    date not null,
    assessed_on     date,
    positions       bigint[] not null
);

create table awards (
    application_id      text primary key,
    call_id             text not null,
    tranche_id          text not null,
    block_id            text not null,
    theme_id            text not null,
    workgroup_id        text not null,
    size_class          text not null,
    outcome             text not null,
    state               text not null,
    awarded_cents       bigint not null,
    determined_cents    bigint,
    paid_cents          bigint not null,
    decided_on          date not null,
    conditions_due_on   date,
    regions             json not null,
    demand_ids          text[] not null,
    example             boolean not null,
    determined_position bigint,
    positions           bigint[] not null
);

create table solutions (
    solution_id     text primary key,
    project_id      text not null,
    name            text not null,
    skills          json not null,
    region_ids      text[] not null,
    target_group    text not null,
    demand_ids      text[] not null,
    state           text not null,
    designed_on     date not null,
    piloted_on      date,
    pilot_learners  bigint not null,
    scaled_on       date,
    places_per_year bigint not null,
    positions       bigint[] not null
);

create table solution_reuse (
    solution_id     text not null,
    reuse_id        text not null,
    organisation_id text not null,
    region_id       text not null,
    since           date not null,
    adaptation      text not null,
    position        bigint not null,
    primary key (solution_id, reuse_id)
);
