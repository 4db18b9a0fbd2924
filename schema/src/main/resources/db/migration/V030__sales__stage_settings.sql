-- What a stage asks beyond its name and probability: fields that must be filled to enter it, and when a deal in it is idle.
create table stage_setting (
    object_key      text not null,
    stage_key       text not null,
    required_fields text[] not null default '{}',
    idle_days       int check (idle_days > 0),
    primary key (object_key, stage_key),
    foreign key (object_key, stage_key) references pipeline_stage (object_key, key)
);
