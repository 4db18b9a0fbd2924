package lazo.kernel.identity;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import lazo.platform.mail.Letter;
import lazo.platform.mail.Mail;
import lazo.platform.mail.MailServerSettings;
import lazo.platform.mail.Outbox;
import lazo.platform.web.Messages;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What is mailed about accounts. Where there is no mail server, links are handed over by the administrator. */
@Component
public class IdentityMails {
    private final Outbox outbox;
    private final MailServerSettings settings;
    private final CompanySettings companies;
    private final Messages messages;

    IdentityMails(Outbox outbox, MailServerSettings settings, CompanySettings companies, Messages messages) {
        this.outbox = outbox;
        this.settings = settings;
        this.companies = companies;
        this.messages = messages;
    }

    /** Whether there is a mail server. */
    public boolean areSent() {
        return settings.find().isPresent();
    }

    void invitation(String email, String inviter, String token, Instant expires) {
        Company company = companies.load();
        Locale locale = company.locale();
        String until = until(expires, locale, company.zone());
        write(
                Mail.Kind.INVITATION,
                email,
                locale,
                "invitation",
                "/join/" + token,
                expires,
                List.of(company.name(), inviter, until));
    }

    /** @param life how long the link works */
    void password(User user, String token, Instant expires, Duration life) {
        long minutes = life.toMinutes();
        String key = minutes < 60 ? "password" : "password-given";
        Object until = minutes < 60 ? minutes : until(expires, locale(user), zone(user));
        write(
                Mail.Kind.PASSWORD,
                user,
                key,
                "/new-password/" + token,
                expires,
                List.of(user.name(), user.email(), until));
    }

    void passwordChanged(User user) {
        write(Mail.Kind.PASSWORD, user, "password-changed", null, null, List.of(user.name(), user.email()));
    }

    /** To the new address, to see whether it is theirs; the old one hears of it. */
    void addressAsked(User user, String newEmail, String token, Instant expires) {
        write(
                Mail.Kind.ADDRESS,
                newEmail,
                locale(user),
                "address",
                "/account/email/" + token,
                expires,
                List.of(user.name(), newEmail, until(expires, locale(user), zone(user))));
        write(Mail.Kind.ADDRESS, user, "address-asked", null, null, List.of(user.name(), newEmail));
    }

    /** @param before as the user was, with the old address */
    public void addressChanged(User before, String newEmail) {
        if (areSent()) {
            write(Mail.Kind.ADDRESS, before, "address-changed", null, null, List.of(before.name(), newEmail));
        }
    }

    private void write(
            Mail.Kind kind,
            User user,
            String key,
            @Nullable String path,
            @Nullable Instant goodUntil,
            List<Object> values) {
        write(kind, user.email(), locale(user), key, path, goodUntil, values);
    }

    private void write(
            Mail.Kind kind,
            String email,
            Locale locale,
            String key,
            @Nullable String path,
            @Nullable Instant goodUntil,
            List<?> values) {
        Object[] arguments = values.toArray();
        String base = settings.find().map(server -> server.base().toString()).orElse("");
        Letter.Link action = path == null
                ? null
                : new Letter.Link(messages.text(locale, "identity.mail." + key + ".do"), base + path);
        Letter letter = Letter.of(
                locale,
                messages.text(locale, "identity.mail." + key + ".subject", arguments),
                List.of(messages.text(locale, "identity.mail." + key + ".text", arguments)),
                action,
                messages.text(
                        locale,
                        "identity.mail." + key + ".why",
                        companies.load().name()));
        outbox.write(kind, email, letter, goodUntil);
    }

    private Locale locale(User user) {
        return user.locale() == null ? companies.load().locale() : user.locale();
    }

    private ZoneId zone(User user) {
        return user.zone() == null ? companies.load().zone() : user.zone();
    }

    private static String until(Instant moment, Locale locale, ZoneId zone) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT)
                .localizedBy(locale)
                .format(moment.atZone(zone));
    }
}
