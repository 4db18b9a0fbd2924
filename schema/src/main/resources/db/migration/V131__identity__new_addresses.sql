-- A user's link that confirms a new e-mail address, rather than leading to a new password.
alter table one_time_link add column new_email text,
    add constraint one_time_link_new_email_is_of_a_user check (new_email is null or user_id is not null);
