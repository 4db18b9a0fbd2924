package lazo.kernel.duplicate;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lazo.kernel.metadata.ObjectField;

/**
 * The one statement that finds the suspects among all records of an object. Records are compared only with those that
 * share a key: exact ones, or a block of similar names. Keys and blocks that very many share say nothing and are left out,
 * so the work grows with the number of records and not with its square.
 */
record SuspectSearch(MatchFields match) {
    /** Domains that say nothing about where somebody works. */
    static final Set<String> FREE_MAIL = Set.of(
            "gmail.com",
            "googlemail.com",
            "hotmail.com",
            "hotmail.es",
            "outlook.com",
            "outlook.es",
            "live.com",
            "msn.com",
            "yahoo.com",
            "yahoo.es",
            "icloud.com",
            "telefonica.net");

    private static final int SHARED_BY_AT_MOST = 20;
    private static final int LARGEST_BLOCK = 100;
    private static final int MOST_PAIRS = 20_000;

    /** Takes the object's key and the moment. */
    String insert() {
        return """
                with base as materialized (%s),
                keys as (select distinct id, reason, key from (%s) k where key <> ''),
                shared as (select id, reason, key, count(*) over (partition by reason, key) as n from keys),
                exact as (
                    select distinct a.id as left_id, b.id as right_id, a.reason
                    from shared a join shared b on a.reason = b.reason and a.key = b.key and a.id < b.id
                    where a.n between 2 and %d
                ),
                blocks as (
                    select id, name, org, city, domain, block, longer, count(*) over (partition by block) as n
                    from base where length(name) > 3
                ),
                sized as (
                    select b.*, case when n <= %d then block else longer end as part,
                        count(*) over (partition by case when n <= %d then block else longer end) as m
                    from blocks b
                ),
                alike as (
                    select a.id as left_id, b.id as right_id, 'SIMILAR_NAME' as reason
                    from sized a join sized b on a.part = b.part and a.id < b.id
                    cross join lateral (select similarity(a.name, b.name) as s) x
                    where a.m between 2 and %d
                        and x.s > 0.6
                        and (a.org = b.org or a.city = b.city or a.domain = b.domain
                            or (x.s > 0.85 and coalesce(a.org = b.org, true)))
                ),
                pairs as (
                    select left_id, right_id, array_agg(reason) as reasons
                    from (select * from exact union all select * from alike) p
                    group by left_id, right_id
                ),
                told as (
                    select left_id, right_id,
                        case when 'NAME' = any(reasons) then array_remove(reasons, 'SIMILAR_NAME') else reasons end as reasons
                    from pairs
                ),
                scored as (
                    select left_id, right_id, 1 - exp(sum(ln(1 - w.weight))) as score,
                        array_agg(w.reason order by w.weight desc) as reasons
                    from told cross join unnest(told.reasons) as r (reason)
                    join (values %s) as w (reason, weight) on w.reason = r.reason
                    group by left_id, right_id
                    order by 3 desc
                    limit %d
                )
                insert into duplicate_suspect as s (object_key, left_id, right_id, score, reasons, found_at)
                select cast(? as text), left_id, right_id, score, reasons, cast(? as timestamptz) from scored
                on conflict (left_id, right_id) do update
                set score = excluded.score, reasons = excluded.reasons, found_at = excluded.found_at
                where s.decided is null""".formatted(
                        base(),
                        keys(),
                        SHARED_BY_AT_MOST,
                        LARGEST_BLOCK,
                        LARGEST_BLOCK,
                        LARGEST_BLOCK,
                        List.of(Reason.values()).stream()
                                .map(reason -> "('%s', %s)".formatted(reason.name(), reason.weight()))
                                .collect(joining(", ")),
                        MOST_PAIRS);
    }

    /** Every living record with what it is compared by. */
    private String base() {
        List<String> columns = new ArrayList<>();
        columns.add("id");
        columns.add("fold(%s) as name".formatted(column(match.title())));
        columns.add("%s as org"
                .formatted(match.account()
                        .map(account -> column(account) + "::text")
                        .or(() -> match.company().map(company -> "fold(%s)".formatted(column(company))))
                        .orElse("null::text")));
        columns.add("%s as city"
                .formatted(match.address()
                        .map(address -> "nullif(fold(\"%s_city\"), '')".formatted(address.column()))
                        .orElse("null::text")));
        columns.add("%s as domain"
                .formatted(match.emails().stream()
                        .findFirst()
                        .map(SuspectSearch::column)
                        .map(email -> "nullif(case when split_part(lower(%s), '@', 2) in (%s) then ''"
                                        .formatted(
                                                email,
                                                FREE_MAIL.stream()
                                                        .sorted()
                                                        .map("'%s'"::formatted)
                                                        .collect(joining(", ")))
                                + " else split_part(lower(%s), '@', 2) end, '')".formatted(email))
                        .orElse("null::text")));
        columns.add(block(4, 1) + " as block");
        columns.add("'#' || " + block(12, 4) + " as longer");
        match.exact().forEach(field -> columns.add(column(field)));
        return "select %s from record.\"%s\" where deleted_at is null"
                .formatted(String.join(", ", columns), match.type().key());
    }

    /** A person's surname tells more than their first name; a company has only one name. */
    private String block(int letters, int ofFirst) {
        List<ObjectField> parts = match.nameParts();
        Optional<ObjectField> last = parts.size() < 2 ? Optional.empty() : Optional.of(parts.getLast());
        return last.map(name -> "coalesce(left(fold(%s), %d), '') || ':' || coalesce(left(fold(%s), %d), '')"
                        .formatted(column(name), letters, column(parts.getFirst()), ofFirst))
                .orElseGet(() -> "left(fold(%s), %d)".formatted(column(match.title()), letters));
    }

    private String keys() {
        List<String> keys = new ArrayList<>();
        match.emails().forEach(email -> keys.add(key("EMAIL", "fold(%s)".formatted(column(email)))));
        match.phones()
                .forEach(phone -> keys.add(key("PHONE", "phone_key(%s)".formatted(column(phone)))
                        + " and length(phone_key(%s)) >= 7".formatted(column(phone))));
        match.taxId()
                .ifPresent(taxId -> keys.add(
                        key("TAX_ID", "regexp_replace(fold(%s), '[^a-z0-9]', '', 'g')".formatted(column(taxId)))));
        if (match.isPerson()) {
            for (String context : List.of("org", "city", "domain")) {
                keys.add(key("NAME", "name || '|%s|' || %s".formatted(context, context)));
            }
        } else {
            keys.add(key("NAME", "name"));
        }
        return String.join(" union all ", keys);
    }

    private static String key(String reason, String expression) {
        return "select id, '%s' as reason, %s as key from base where (%s) is not null"
                .formatted(reason, expression, expression);
    }

    private static String column(ObjectField of) {
        return "\"" + of.column() + "\"";
    }
}
