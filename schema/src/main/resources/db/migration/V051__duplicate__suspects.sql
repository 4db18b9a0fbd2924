-- Pairs of living records that may be the same; left_id is the smaller id. What somebody decided stays decided.
create table duplicate_suspect (
    left_id     bigint not null,
    right_id    bigint not null check (left_id < right_id),
    object_key  text not null,
    score       real not null,
    reasons     text[] not null,
    found_at    timestamptz not null,
    decided     text check (decided in ('DIFFERENT', 'MERGED')),
    decided_by  bigint,
    decided_at  timestamptz,
    primary key (left_id, right_id)
);
create index duplicate_suspect_by_score on duplicate_suspect (object_key, score desc) where decided is null;

create table duplicate_run (
    object_key  text primary key,
    finished_at timestamptz not null
);
