package lazo.kernel.audit.web;

import de.siegmar.fastcsv.writer.CsvWriter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import lazo.kernel.audit.Audit;
import lazo.kernel.audit.Audit.Query;
import lazo.kernel.audit.Audit.Source;
import lazo.kernel.audit.AuditEvent;
import lazo.kernel.audit.AuditVerification;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Users;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.transfer.SafeCell;
import lazo.platform.web.Form;
import lazo.platform.web.Option;
import lazo.platform.web.Page;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What was done, looked through, taken along and proved. */
@Controller
class AuditController {
    private static final int FILE_PAGE = 1_000;
    private static final List<String> ASKED = List.of("kind", "person", "action", "object", "record", "from", "until");

    private final Audit audit;
    private final AuditVerification verification;
    private final Users users;
    private final ObjectTypes types;
    private final Templates templates;

    AuditController(Audit audit, AuditVerification verification, Users users, ObjectTypes types, Templates templates) {
        this.audit = audit;
        this.verification = verification;
        this.users = users;
        this.types = types;
        this.templates = templates;
    }

    @GetMapping("/settings/audit")
    Page list(Screen screen, @RequestParam Map<String, String> typed) {
        Form form = Form.of(typed);
        Query query = query(form, screen);
        AuditPage page = page(form, form.isValid() ? audit.find(query) : none(), screen);
        return Page.of(
                form.isValid() ? HttpStatus.OK : HttpStatus.UNPROCESSABLE_CONTENT, templates.auditList(screen, page));
    }

    private static Audit.Found none() {
        return new Audit.Found(List.of(), Optional.empty());
    }

    private AuditPage page(Form form, Audit.Found found, Screen screen) {
        Map<String, ObjectType> byKey = byKey();
        List<Option> people = new ArrayList<>(List.of(new Option("", screen.t("audit.anybody"))));
        users.byId().values().stream()
                .sorted(Comparator.comparing(user -> user.name()))
                .forEach(user -> people.add(new Option(Long.toString(user.id()), user.name())));
        List<Option> actions = new ArrayList<>(List.of(new Option("", screen.t("audit.any-action"))));
        audit.actions().forEach(action -> actions.add(new Option(action, AuditPage.action(action, screen))));
        List<Option> objects = new ArrayList<>(List.of(new Option("", screen.t("audit.any-object"))));
        boolean changes = isChanges(form);
        List<String> keys = changes ? List.copyOf(byKey.keySet()) : audit.objects();
        keys.forEach(key -> objects.add(new Option(key, AuditPage.object(key, byKey, screen))));
        return new AuditPage(
                changes,
                found,
                form,
                address(form),
                people,
                actions,
                objects,
                audit.isProtected(),
                verification.state(),
                byKey);
    }

    private Map<String, ObjectType> byKey() {
        Map<String, ObjectType> byKey = new LinkedHashMap<>();
        types.all().forEach(type -> byKey.put(type.key(), type));
        return byKey;
    }

    private static boolean isChanges(Form form) {
        return form.value("kind").equals("changes");
    }

    private static Query query(Form form, Screen screen) {
        return new Query(
                isChanges(form) ? Source.CHANGE : Source.EVENT,
                number("person", form, screen),
                text("action", form),
                text("object", form),
                number("record", form, screen),
                day("from", 0, form, screen),
                day("until", 1, form, screen),
                number("before", form, screen));
    }

    private static @Nullable String text(String name, Form form) {
        String typed = form.stripped(name);
        return typed.isEmpty() ? null : typed;
    }

    private static @Nullable Long number(String name, Form form, Screen screen) {
        String typed = form.stripped(name).replaceFirst("^#", "");
        if (typed.isEmpty()) {
            return null;
        }
        if (!typed.matches("\\d{1,18}")) {
            form.reject(name, screen.t("audit.problem.number"));
            return null;
        }
        return Long.valueOf(typed);
    }

    private static @Nullable Instant day(String name, int later, Form form, Screen screen) {
        String typed = form.stripped(name);
        try {
            return typed.isEmpty()
                    ? null
                    : LocalDate.parse(typed)
                            .plusDays(later)
                            .atStartOfDay(screen.zone())
                            .toInstant();
        } catch (DateTimeParseException notADay) {
            form.reject(name, screen.t("audit.problem.day"));
            return null;
        }
    }

    private static String address(Form form) {
        return ASKED.stream()
                .filter(name -> !form.stripped(name).isEmpty())
                .map(name -> name + "=" + URLEncoder.encode(form.stripped(name), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    @GetMapping("/settings/audit/export.csv")
    void export(Screen screen, Actor actor, @RequestParam Map<String, String> typed, HttpServletResponse response)
            throws IOException {
        Form form = Form.of(typed);
        Query query = query(form, screen);
        audit.note(actor.id(), "export", "audit", null, null, Map.of("search", address(form)));
        response.setContentType("text/csv;charset=UTF-8");
        response.setHeader("Content-Disposition", "attachment; filename=\"audit-" + screen.today() + ".csv\"");
        response.setHeader("Cache-Control", "no-store, private");
        AuditPage labels = page(form, none(), screen);
        try (Writer out = new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8);
                CsvWriter csv = CsvWriter.builder().build(out)) {
            csv.writeRecord(
                    "id", "at", "actor", "seen_as", "action", "object", "record", "subject", "detail", "request");
            if (!form.isValid()) {
                return;
            }
            for (Optional<Long> before = Optional.ofNullable(query.before()); ; ) {
                Audit.Found found = audit.find(
                        new Query(
                                query.source(),
                                query.actor(),
                                query.action(),
                                query.object(),
                                query.recordId(),
                                query.from(),
                                query.until(),
                                before.orElse(null)),
                        FILE_PAGE);
                found.events().forEach(event -> csv.writeRecord(cells(event, labels)));
                before = found.next();
                if (before.isEmpty()) {
                    return;
                }
            }
        }
    }

    private static List<String> cells(AuditEvent event, AuditPage page) {
        String detail = page.facts(event).stream()
                .map(fact -> fact.name() + ": " + (fact.isChange() ? fact.before() + " → " : "") + fact.after())
                .collect(Collectors.joining("; "));
        return List.of(
                Long.toString(event.id()),
                event.at().toString(),
                cell(event.actor()),
                cell(event.seenAs()),
                event.action(),
                event.object(),
                cell(event.recordId()),
                cell(event.subject()),
                SafeCell.of(detail),
                cell(event.request()));
    }

    private static String cell(@Nullable Object value) {
        return value == null ? "" : SafeCell.of(value.toString());
    }

    @PostMapping("/settings/audit/verify")
    Page verify(Actor actor) {
        verification.begin(actor.id());
        return Page.redirect("/settings/audit");
    }

    @GetMapping("/settings/audit/verify")
    Page progress(Screen screen) {
        return Page.of(templates.auditChain(screen, verification.state(), audit.isProtected()));
    }
}
