-- What the projection `radar` keeps of building block 1.
create table radar_skills (
    skill_id              text primary key,
    reference             json not null,
    label                 json not null,
    theme_ids             text[] not null,
    sources               bigint not null,
    publishers            bigint not null,
    regions               json not null,
    dissents              bigint not null,
    published_on          date not null,
    retired_on            date,
    merged_on             date,
    merged_into_reference json,
    positions             bigint[] not null
);

create table radar_editions (
    edition            text primary key,
    number             bigint not null,
    title              json not null,
    published_on       date not null,
    sources            bigint not null,
    skills             json not null,
    departed_skill_ids text[] not null,
    position           bigint not null
);

-- Where providers teach, and with which credential classes their offers can end. Rows that are there are made anew from the
-- first event on, as the projection `professionalisation` has another version from here on.
create table providers (
    provider_id text primary key,
    name        text not null,
    region_ids  text[] not null,
    positions   bigint[] not null
);

alter table offers add column class_ids text[] not null default '{}';
