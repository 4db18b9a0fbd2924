-- The company's identity provider, if it has one. Its secret is encrypted with a key that is not in the database.
create table sso_provider (
    id              int primary key default 1,
    label           text not null,
    issuer          text not null,
    client_id       text not null,
    client_secret   bytea not null,
    private_network boolean not null,
    default_role    text,
    active          boolean not null,
    constraint sso_provider_is_one check (id = 1)
);

-- Who a user is there. Linked once, by an e-mail address the provider has verified, and by its own number from then on.
create table sso_identity (
    issuer      text not null,
    subject     text not null,
    user_id     bigint not null references app_user (id),
    linked_at   timestamptz not null,
    primary key (issuer, subject)
);
create index sso_identity_by_user on sso_identity (user_id);
