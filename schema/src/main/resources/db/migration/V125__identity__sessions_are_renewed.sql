-- A session gets a new token with each proof of who uses it; what its forms carry stays with it.
alter table user_session
    add column csrf   text not null default replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''),
    add column factor text not null default 'password';
alter table user_session alter column csrf drop default, alter column factor drop default;
comment on column user_session.factor is 'how its user proved who they are: password, code, recovery, passkey, sso, link';

alter table viewing_as drop constraint viewing_as_token_hash_fkey;
alter table viewing_as add foreign key (token_hash) references user_session (token_hash)
    on update cascade on delete cascade;

create or replace function audit_session() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        perform audit_note('sign-in', 'session', null, (select u.name from app_user u where u.id = new.user_id),
            jsonb_build_object('browser', new.user_agent, 'factor', new.factor), new.user_id);
    else
        perform audit_note('sign-out', 'session', null, (select u.name from app_user u where u.id = old.user_id),
            jsonb_build_object('browser', old.user_agent), old.user_id);
    end if;
    return null;
end $$;
