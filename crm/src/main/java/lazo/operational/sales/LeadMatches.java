package lazo.operational.sales;

import java.text.Normalizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.search.Search;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds the accounts and contacts that a lead may already be. */
@Component
public class LeadMatches {
    private static final int MOST = 5;
    private static final int CANDIDATES = 12;

    /** Anybody may have an address there, so it tells nothing about the company. */
    private static final Set<String> PUBLIC_MAIL = Set.of(
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
            "me.com",
            "telefonica.net",
            "movistar.es",
            "terra.es",
            "ono.com",
            "orange.es",
            "proton.me",
            "protonmail.com",
            "gmx.com",
            "gmx.es",
            "aol.com");

    private static final Pattern LEGAL_FORM = Pattern.compile(
            "(?i)[,\\s]+(s\\.?\\s?l\\.?\\s?u?\\.?|s\\.?\\s?a\\.?\\s?u?\\.?|s\\.?\\s?coop\\.?|inc\\.?|ltd\\.?|gmbh|llc)$");

    private final ObjectTypes types;
    private final Search search;
    private final Records records;

    LeadMatches(ObjectTypes types, Search search, Records records) {
        this.types = types;
        this.search = search;
        this.records = records;
    }

    /** What two records have in common, strongest first. */
    public enum Why {
        EMAIL,
        TAX_ID,
        PHONE,
        DOMAIN,
        NAME
    }

    /** A record the lead may be. @param sure whether it is taken unless somebody chooses otherwise */
    public record Match(StoredRecord record, Why why) {
        public boolean sure() {
            return why == Why.EMAIL || why == Why.TAX_ID;
        }
    }

    public List<Match> accounts(StoredRecord lead, Actor actor) {
        Map<Long, Match> matches = new LinkedHashMap<>();
        ObjectType type = types.load("account");
        look(matches, type, text(lead, "tax_id"), Why.TAX_ID, same("tax_id", text(lead, "tax_id")), actor);
        look(matches, type, lead.text("email"), Why.EMAIL, same("email", lead.text("email")), actor);
        String domain = domain(lead.text("email"));
        look(matches, type, domain, Why.DOMAIN, account -> hasDomain(account, domain), actor);
        String name = plainName(lead.text("company"));
        look(matches, type, name, Why.NAME, account -> isSimilar(plainName(account.title()), name), actor);
        return matches.values().stream().limit(MOST).toList();
    }

    public List<Match> contacts(StoredRecord lead, Actor actor) {
        Map<Long, Match> matches = new LinkedHashMap<>();
        ObjectType type = types.load("contact");
        look(matches, type, lead.text("email"), Why.EMAIL, same("email", lead.text("email")), actor);
        for (String field : List.of("phone", "mobile")) {
            String phone = lead.text(field);
            look(matches, type, phone, Why.PHONE, contact -> hasPhone(contact, phone), actor);
        }
        return matches.values().stream().limit(MOST).toList();
    }

    private void look(
            Map<Long, Match> matches,
            ObjectType type,
            @Nullable String text,
            Why why,
            Predicate<StoredRecord> really,
            Actor actor) {
        if (text == null || text.length() < 3) {
            return;
        }
        List<Long> ids = search.find(text, Optional.of(type.key()), actor, CANDIDATES).stream()
                .map(Search.Hit::recordId)
                .toList();
        records.find(type, ids, actor).stream()
                .filter(really)
                .forEach(record -> matches.putIfAbsent(record.id(), new Match(record, why)));
    }

    private static @Nullable String text(StoredRecord lead, String field) {
        return lead.value(field) instanceof String text ? text : null;
    }

    private static Predicate<StoredRecord> same(String field, @Nullable String text) {
        return record -> text != null && text.equalsIgnoreCase(text(record, field));
    }

    private static boolean hasDomain(StoredRecord account, @Nullable String domain) {
        String website = text(account, "website");
        return domain != null
                && (domain.equals(domain(account.text("email")))
                        || (website != null && website.toLowerCase(Locale.ROOT).contains(domain)));
    }

    static @Nullable String domain(@Nullable String email) {
        if (email == null || email.indexOf('@') < 0) {
            return null;
        }
        String domain = email.substring(email.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
        return PUBLIC_MAIL.contains(domain) ? null : domain;
    }

    private static boolean hasPhone(StoredRecord contact, @Nullable String phone) {
        String digits = digits(phone);
        return digits.length() >= 6
                && (digits(contact.text("phone")).endsWith(digits)
                        || digits(contact.text("mobile")).endsWith(digits));
    }

    private static String digits(@Nullable String phone) {
        String all = phone == null ? "" : phone.replaceAll("[^0-9]", "");
        return all.length() > 9 ? all.substring(all.length() - 9) : all;
    }

    static @Nullable String plainName(@Nullable String name) {
        if (name == null) {
            return null;
        }
        String plain = Normalizer.normalize(LEGAL_FORM.matcher(name.strip()).replaceAll(""), Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT)
                .strip();
        return plain.isEmpty() ? null : plain;
    }

    private static boolean isSimilar(@Nullable String one, @Nullable String other) {
        return one != null && other != null && (one.contains(other) || other.contains(one));
    }
}
