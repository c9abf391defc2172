-- What the projection `professionalisation` keeps of building block 3.

create table offers (
    offer_id     text primary key,
    provider_id  text not null,
    project_id   text not null,
    title        text not null,
    skills       json not null,
    region_ids   text[] not null,
    target_group text not null,
    is_flexible  boolean not null,
    open_from    date not null,
    withdrawn_on date,
    positions    bigint[] not null
);

create table credential_classes (
    class_id     text primary key,
    provider_id  text not null,
    name         text not null,
    skills       json not null,
    published_on date not null,
    withdrawn_on date,
    positions    bigint[] not null
);

create table issued_credentials (
    counted_in  text not null,
    class_id    text not null,
    provider_id text not null,
    region_id   text not null,
    issued      bigint not null,
    revoked     bigint not null,
    position    bigint not null,
    primary key (counted_in, class_id, provider_id, region_id)
);
