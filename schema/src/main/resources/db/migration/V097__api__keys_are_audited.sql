-- Who made which key, with which scopes, and who took it away. That it was used is no change.
select audit_table('api_key', 'api_key', 'name', secret => 'secret_hash', ignored => 'last_used_at');
