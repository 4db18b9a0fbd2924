-- Extensions, text folding and the one sequence that numbers every record of every object.
create extension if not exists pg_trgm;
create extension if not exists unaccent;
create extension if not exists btree_gin;

-- unaccent() is only STABLE, because its dictionary could change; ours does not, so the fold may be indexed.
create function fold(value text) returns text
    language sql immutable strict parallel safe
    return lower(public.unaccent('public.unaccent', value));

create sequence record_id as bigint start 1001 cache 50;

-- Record tables are made at run time from the packs; they live apart from the tables of the migrations.
create schema record;
