-- The read models of insight. Each table belongs to exactly one projection; a projection is rebuilt by filling tables of the
-- same names in a schema beside this one and swapping them in. So: no foreign keys between tables, no sequences.
--
-- Enumerations are stored by their name in the contract, days as date, money as whole euro cents. `positions` are the ledger
-- positions of the events that made a row, oldest first: every figure is explained from them.

-- How far each projection is. `generation` rises with every swap, so that nothing cached outlives its rows.
create table projection_checkpoints (
    projection  text primary key,
    version     integer not null,
    generation  bigint not null default 0,
    position    bigint not null default 0,
    recorded_at timestamptz,
    skipped     bigint not null default 0
);

-- How far each projection is in the log of each publishing block: what a consistency token is compared with.
create table projection_blocks (
    projection   text not null,
    block        text not null,
    log_position bigint not null,
    primary key (projection, block)
);

-- What is needed to show an event behind a figure. Written by every projection that used the event, always with the same
-- content, so it belongs to none and is never rebuilt.
create table origins (
    position   bigint primary key,
    type       text not null,
    subject    text not null,
    project_id text not null,
    audience   text not null,
    logged_at  timestamptz not null
);

-- Projection `reference`.
create table reference_entries (
    kind     text not null,
    entry_id text not null,
    entry    json not null,
    revision bigint not null,
    position bigint not null,
    primary key (kind, entry_id)
);

-- Projection `projects`.
create table projects (
    project_id           text primary key,
    name                 text not null,
    summary              text not null,
    block_id             text not null,
    workgroup_id         text not null,
    theme_id             text not null,
    call_id              text not null,
    tranche_id           text not null,
    scheme_id            text not null,
    scheme_version       bigint not null,
    size_class           text not null,
    lead_organisation_id text not null,
    regions              json not null,
    linked_programme_ids text[] not null,
    starts_on            date not null,
    ends_on              date not null,
    example              boolean not null,
    state                text not null,
    state_on             date,
    plan_version         bigint not null,
    cofinancing_cents    bigint not null,
    registered_position  bigint not null,
    state_position       bigint not null,
    positions            bigint[] not null
);

create table milestones (
    project_id        text not null,
    milestone_id      text not null,
    title             text not null,
    due_on            date not null,
    baseline_due_on   date not null,
    state             text not null,
    achieved_on       date,
    evidence          text not null,
    achieved_position bigint,
    positions         bigint[] not null,
    primary key (project_id, milestone_id)
);

create table targets (
    project_id     text not null,
    indicator_id   text not null,
    baseline_value double precision not null,
    target_value   double precision not null,
    positions      bigint[] not null,
    primary key (project_id, indicator_id)
);

create table budget_lines (
    project_id    text not null,
    category      text not null,
    planned_cents bigint not null,
    positions     bigint[] not null,
    primary key (project_id, category)
);

-- One row per project and state; `changes` is [{"position", "cents"}], which add up to the total.
-- Not `money`: that is a type of PostgreSQL itself.
create table money_totals (
    project_id  text not null,
    state       text not null,
    total_cents bigint not null,
    reference   text not null,
    decided_on  date not null,
    changes     json not null,
    primary key (project_id, state)
);

create table dependencies (
    project_id      text not null,
    dependency_id   text not null,
    milestone_id    text not null,
    on_project_id   text not null,
    on_milestone_id text not null,
    note            text not null,
    withdrawn       boolean not null,
    positions       bigint[] not null,
    primary key (project_id, dependency_id)
);

create table plan_revisions (
    project_id        text not null,
    plan_version      bigint not null,
    reason            text not null,
    decision          text not null,
    change_request_id text not null,
    revised_at        timestamptz not null,
    position          bigint not null,
    primary key (project_id, plan_version)
);

create table change_requests (
    project_id        text not null,
    change_request_id text not null,
    reason            text not null,
    state             text not null,
    decision          text not null,
    requested_at      timestamptz not null,
    decided_at        timestamptz,
    positions         bigint[] not null,
    primary key (project_id, change_request_id)
);

-- Projection `reporting`.
create table obligations (
    project_id       text not null,
    obligation_id    text not null,
    kind             text not null,
    period_label     text not null,
    period_starts_on date not null,
    period_ends_on   date not null,
    reminder_on      date,
    due_on           date not null,
    state            text not null,
    fulfilled_on     date,
    report_id        text,
    days_late        bigint not null,
    waiver_reason    text not null,
    positions        bigint[] not null,
    primary key (project_id, obligation_id)
);

create table reports (
    project_id                 text not null,
    report_id                  text not null,
    kind                       text not null,
    period_label               text not null,
    period_starts_on           date not null,
    period_ends_on             date not null,
    state                      text not null,
    state_since                timestamptz not null,
    state_position             bigint not null,
    revision                   bigint not null,
    plan_version               bigint not null,
    due_on                     date,
    first_submitted_on         date,
    submitted_on               date,
    submitted_position         bigint,
    days_late                  bigint not null,
    response_due_on            date,
    response_overdue_position  bigint,
    return_reason              text not null,
    accepted_position          bigint,
    first_accepted_position    bigint,
    realised_cents             bigint,
    cofinancing_realised_cents bigint,
    budget                     json not null,
    target_groups              json not null,
    learning_culture           text not null,
    positions                  bigint[] not null,
    primary key (project_id, report_id)
);

-- One row per project, indicator and accepted report. `as_corrected` is null when a correction withdrew the value.
create table indicator_values (
    project_id       text not null,
    indicator_id     text not null,
    report_id        text not null,
    period_label     text not null,
    period_starts_on date not null,
    period_ends_on   date not null,
    as_reported      double precision not null,
    as_corrected     double precision,
    items            text[] not null,
    positions        bigint[] not null,
    primary key (project_id, indicator_id, report_id)
);

-- Projection `attention`.
create table attention_points (
    project_id            text not null,
    attention_point_id    text not null,
    report_id             text not null,
    text                  text not null,
    state                 text not null,
    answer                text not null,
    answered_in_report_id text not null,
    close_note            text not null,
    raised_at             timestamptz not null,
    answered_at           timestamptz,
    closed_at             timestamptz,
    positions             bigint[] not null,
    primary key (project_id, attention_point_id)
);

-- Projection `observations`: what events show about indicators. One row per type and thing observed: the newest event about
-- the same thing replaces the one before, and a quantity of 0 takes it back.
create table observations (
    type       text not null,
    key        text not null,
    project_id text not null,
    quantity   double precision not null,
    item       text not null,
    logged_at  timestamptz not null,
    position   bigint not null,
    primary key (type, key)
);
