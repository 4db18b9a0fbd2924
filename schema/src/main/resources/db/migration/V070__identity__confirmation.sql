-- When whoever uses a session last proved who they are: delicate changes ask again after a quarter of an hour.
alter table user_session add column confirmed_at timestamptz;
update user_session set confirmed_at = created_at;
alter table user_session alter column confirmed_at set not null;
