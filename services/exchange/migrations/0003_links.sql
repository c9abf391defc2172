-- Projects that the programme block made public: a linked one may be the same.
CREATE TABLE known_projects (
    project_id           text COLLATE "C" PRIMARY KEY,
    block_id             text NOT NULL,
    workgroup_id         text NOT NULL,
    region_ids           text[] NOT NULL,
    lead_organisation_id text NOT NULL
);
