-- What the projection `linked` keeps of the projects of other programmes.
create table linked_projects (
    linked_id          text primary key,
    programme_id       text not null,
    project_id         text not null,
    title              text not null,
    region_ids         text[] not null,
    theme_id           text not null,
    same_as_project_id text not null,
    starts_on          date,
    ends_on            date,
    removed_on         date,
    finished           json,
    participants       json,
    progress           json,
    last_reported_at   timestamptz,
    positions          bigint[] not null
);

create table linked_milestones (
    linked_id    text not null,
    milestone_id text not null,
    reached      json not null,
    primary key (linked_id, milestone_id)
);
