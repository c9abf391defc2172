-- What the projection `culture` keeps of building block 4.
create table culture_instruments (
    instrument_id text not null,
    version       bigint not null,
    instrument    json not null,
    position      bigint not null,
    primary key (instrument_id, version)
);

create table culture_waves (
    wave_id      text primary key,
    measurement  json not null,
    state        text not null,
    responses    bigint not null,
    summary      json,
    whole        json,
    withdrawn_on date,
    positions    bigint[] not null
);

create table culture_estimates (
    wave_id  text not null,
    part     bigint not null,
    cells    json not null,
    position bigint not null,
    primary key (wave_id, part)
);

create table reference_figures (
    figure_id text primary key,
    figure    json not null,
    positions bigint[] not null
);

create table culture_interventions (
    intervention_id text primary key,
    intervention    json not null,
    state           text not null,
    started_on      date,
    ended_on        date,
    stopped_because text not null,
    realised_cents  bigint,
    positions       bigint[] not null
);

create table culture_effects (
    intervention_id text not null,
    effect_id       text not null,
    effect          json not null,
    position        bigint not null,
    primary key (intervention_id, effect_id)
);

create table coding_schemes (
    scheme_id text not null,
    version   bigint not null,
    scheme    json not null,
    position  bigint not null,
    primary key (scheme_id, version)
);

create table coded_answers (
    report_id      text primary key,
    project_id     text not null,
    revision       bigint not null,
    scheme_id      text not null,
    scheme_version bigint not null,
    code_ids       text[] not null,
    coders         bigint not null,
    settled        boolean not null,
    position       bigint not null
);

-- The round of correction that was accepted last: what was coded of an earlier one does not hold. Rows that are there are made anew
-- from the first event on, as the projection `reporting` has another version from here on.
alter table reports add column accepted_revision bigint;
