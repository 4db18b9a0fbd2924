package lazo.kernel.audit.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import lazo.kernel.audit.Audit;
import lazo.kernel.audit.AuditEvent;
import lazo.kernel.audit.AuditVerification;
import lazo.kernel.metadata.ObjectType;
import lazo.platform.web.Form;
import lazo.platform.web.Option;
import lazo.platform.web.Screen;
import org.jspecify.annotations.Nullable;

/**
 * What the screen of the audit shows.
 *
 * @param changes whether it shows changes of fields rather than events
 * @param search what was looked for, as it was typed
 * @param query the same as an address without the place on it
 */
public record AuditPage(
        boolean changes,
        Audit.Found found,
        Form search,
        String query,
        List<Option> people,
        List<Option> actions,
        List<Option> objects,
        boolean isProtected,
        Optional<AuditVerification.State> verification,
        Map<String, ObjectType> types) {
    private static final Set<String> KNOWN_ACTIONS = Set.of(
            "access-refused",
            "batch-delete",
            "batch-edit",
            "batch-import",
            "batch-merge",
            "batch-taken-back",
            "batch-undo",
            "blocked",
            "blocked-read",
            "change",
            "consent-given",
            "consent-objected",
            "consent-objection-lifted",
            "consent-withdrawn",
            "create",
            "destroyed",
            "erase",
            "export",
            "export-done",
            "import-cancelled",
            "import-done",
            "import-failed",
            "import-running",
            "import-undone",
            "key-refused",
            "person-export",
            "rate-exceeded",
            "read-sensitive",
            "record-created",
            "record-deleted",
            "record-merged",
            "record-restored",
            "record-unmerged",
            "redact",
            "remove",
            "request-changed",
            "request-closed",
            "request-received",
            "restricted",
            "restriction-lifted",
            "share",
            "sign-in",
            "sign-in-failed",
            "sign-out",
            "signature-refused",
            "token-lacking",
            "unshare",
            "verify",
            "view-as",
            "view-as-left");
    private static final Set<String> KNOWN_OBJECTS = Set.of(
            "api_key",
            "assignment_rule",
            "audit",
            "company",
            "field_choice",
            "field_restriction",
            "object_field",
            "object_type",
            "one_time_link",
            "pack",
            "passkey",
            "pipeline",
            "mail_server",
            "pipeline_stage",
            "privacy_entry",
            "privacy_key",
            "privacy_policy",
            "privacy_request",
            "purpose",
            "record",
            "request",
            "retention_rule",
            "role",
            "role_permission",
            "sales_target",
            "second_factor",
            "second_factor_role",
            "session",
            "sso_identity",
            "sso_provider",
            "team",
            "unit",
            "user");

    /** One fact of an event's detail. */
    public record Fact(String name, String before, String after, boolean isChange) {}

    static String action(String action, Screen screen) {
        return KNOWN_ACTIONS.contains(action) ? screen.t("audit.action." + action) : action;
    }

    static String object(String object, Map<String, ObjectType> types, Screen screen) {
        ObjectType type = types.get(object);
        if (type != null) {
            return type.label().in(screen.locale());
        }
        return KNOWN_OBJECTS.contains(object) ? screen.t("audit.object." + object) : object;
    }

    public String action(AuditEvent event, Screen screen) {
        return action(event.action(), screen);
    }

    public String object(AuditEvent event, Screen screen) {
        return object(event.object(), types, screen);
    }

    /** What it was done to, and which. */
    public String subject(AuditEvent event, Screen screen) {
        ObjectType type = types.get(event.object());
        if (changes && type != null && event.subject() != null) {
            return type.find(event.subject())
                    .map(field -> field.label().in(screen.locale()))
                    .orElse(event.subject());
        }
        return event.subject() == null ? "" : event.subject();
    }

    /** Where the record is; empty where there is none to show. */
    public String link(AuditEvent event) {
        return event.recordId() != null && types.containsKey(event.object())
                ? "/o/" + event.object() + "/" + event.recordId()
                : "";
    }

    public List<Fact> facts(AuditEvent event) {
        List<Fact> facts = new ArrayList<>();
        if (isMasked(event)) {
            facts.add(new Fact(Objects.toString(event.subject()), "•", "•", true));
            return facts;
        }
        event.detail().forEach((name, value) -> {
            if (value instanceof List<?> both && both.size() == 2) {
                facts.add(new Fact(name, text(both.get(0)), text(both.get(1)), true));
            } else if (value instanceof List<?> several) {
                facts.add(new Fact(
                        name,
                        "",
                        String.join(", ", several.stream().map(AuditPage::text).toList()),
                        false));
            } else {
                facts.add(new Fact(name, "", text(value), false));
            }
        });
        return facts;
    }

    /** What a delicate field was is for those who ask for it on the record's page. */
    private boolean isMasked(AuditEvent event) {
        ObjectType type = types.get(event.object());
        return changes
                && type != null
                && event.subject() != null
                && type.find(event.subject())
                        .filter(field -> field.sensitivity().isMasked())
                        .isPresent();
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : Objects.toString(value);
    }

    public boolean isSearched() {
        return !query.isEmpty();
    }
}
