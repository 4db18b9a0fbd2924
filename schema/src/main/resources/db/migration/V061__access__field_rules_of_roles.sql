-- What is hidden from a role goes with the role.
alter table field_restriction
    add constraint field_restriction_of_role foreign key (role) references role (key) on delete cascade;

-- Somebody who works on a record besides its owner: sees and changes it, and is named on its page.
alter table record_share add column collaborator boolean not null default false;
alter table record_share
    add constraint record_share_collaborator check (not collaborator or user_id is not null and may_change);
