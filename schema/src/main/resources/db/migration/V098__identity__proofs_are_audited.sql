-- What proves who somebody is, and who may let others in. That a code or a passkey was used is no change.
select audit_table('totp', 'second_factor', 'user_id', secret => 'secret', ignored => 'last_step');
select audit_table('second_factor_role', 'second_factor_role', 'role');
select audit_table('passkey', 'passkey', 'name', secret => 'credential,credential_id',
                   ignored => 'sign_count,backed_up,used_at');
select audit_table('one_time_link', 'one_time_link', 'email', secret => 'token_hash');
select audit_table('sso_provider', 'sso_provider', 'label', secret => 'client_secret');
select audit_table('sso_identity', 'sso_identity', 'user_id');
