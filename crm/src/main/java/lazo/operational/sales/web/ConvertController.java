package lazo.operational.sales.web;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lazo.kernel.access.Access;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.Draft;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.web.FieldForm;
import lazo.kernel.record.web.Names;
import lazo.kernel.record.web.Objects;
import lazo.kernel.record.web.Reading;
import lazo.operational.sales.LeadConversion;
import lazo.operational.sales.LeadConversion.Party;
import lazo.operational.sales.LeadConversion.Plan;
import lazo.operational.sales.LeadConversion.Result;
import lazo.operational.sales.LeadMatches;
import lazo.operational.sales.LeadMatches.Match;
import lazo.platform.web.Form;
import lazo.platform.web.Page;
import lazo.platform.web.Problem;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** One page that makes an account, a contact and a deal out of a lead. */
@Controller
class ConvertController {
    private static final Map<String, List<String>> ASKED = Map.of(
            "account", List.of("name"),
            "contact", List.of("first_name", "last_name", "job_title", "email", "phone"),
            "opportunity", List.of("name", "amount", "expected_close", "stage"));

    private final Objects objects;
    private final ObjectTypes types;
    private final LeadConversion conversion;
    private final LeadMatches matches;
    private final Reading reading;
    private final Access access;
    private final Templates templates;

    ConvertController(
            Objects objects,
            ObjectTypes types,
            LeadConversion conversion,
            LeadMatches matches,
            Reading reading,
            Access access,
            Templates templates) {
        this.objects = objects;
        this.types = types;
        this.conversion = conversion;
        this.matches = matches;
        this.reading = reading;
        this.access = access;
        this.templates = templates;
    }

    @GetMapping("/o/lead/{id:\\d+}/convert")
    Page ask(@PathVariable long id, Screen screen, Actor actor) {
        StoredRecord lead = objects.load(conversion.leadType(), id, actor);
        if (conversion.isConverted(lead)) {
            return Page.redirect("/o/lead/" + id);
        }
        if (!access.mayChange(actor, lead.type(), id)) {
            throw Problem.forbidden("REC-403", "sales.not-yours", lead.title());
        }
        List<Match> accounts = matches.accounts(lead, actor);
        List<Match> contacts = matches.contacts(lead, actor);
        return Page.of(templates.salesConvert(
                screen, page(lead, first(lead, accounts, contacts, screen), accounts, contacts, List.of(), screen)));
    }

    private ConvertPage page(
            StoredRecord lead,
            Form form,
            List<Match> accounts,
            List<Match> contacts,
            List<String> errors,
            Screen screen) {
        return new ConvertPage(
                lead,
                form,
                accounts,
                contacts,
                types.load("opportunity").pipelines().stream()
                        .filter(pipeline -> !pipeline.archived())
                        .toList(),
                also(lead, screen),
                errors);
    }

    /** What the form proposes: what the lead says, and the records that are surely the same. */
    private Form first(StoredRecord lead, List<Match> accounts, List<Match> contacts, Screen screen) {
        Map<String, String> values = new HashMap<>();
        values.put("version", String.valueOf(lead.version()));
        values.put("account", choice(accounts, lead.text("company") == null ? "none" : "new"));
        values.put("contact", choice(contacts, "new"));
        values.put("deal", "yes");
        ASKED.forEach((object, fields) -> {
            ObjectType type = types.load(object);
            StoredRecord proposed = new StoredRecord(type, 0, 0, conversion.carried(lead, type), null, null);
            FieldForm form = FieldForm.of(proposed, screen, Names.NONE);
            for (String field : fields) {
                values.put(object + "." + field, form.value(field));
            }
        });
        values.put("opportunity.amount.currency", currency(lead, screen));
        return Form.of(values);
    }

    private static String currency(StoredRecord lead, Screen screen) {
        var amount = lead.money("estimated_amount");
        return amount == null ? screen.formats().currency().getCurrencyCode() : amount.currency();
    }

    private static String choice(List<Match> found, String otherwise) {
        return found.stream()
                .filter(Match::sure)
                .findFirst()
                .map(match -> String.valueOf(match.record().id()))
                .orElse(otherwise);
    }

    private List<String> also(StoredRecord lead, Screen screen) {
        Set<String> labels = new LinkedHashSet<>();
        ASKED.forEach((object, asked) -> {
            ObjectType type = types.load(object);
            conversion.carried(lead, type).forEach((key, value) -> {
                if (!asked.contains(key) && value != null && !key.equals("lifecycle")) {
                    type.find(key).map(ObjectField::label).ifPresent(label -> labels.add(label.in(screen.locale())));
                }
            });
        });
        return new ArrayList<>(labels);
    }

    @PostMapping("/o/lead/{id:\\d+}/convert")
    Page convert(
            @PathVariable long id, @RequestParam MultiValueMap<String, String> params, Screen screen, Actor actor) {
        StoredRecord lead = objects.load(conversion.leadType(), id, actor);
        Form form = Form.of(params.toSingleValueMap());
        Plan plan = new Plan(
                number(form.value("version")).map(Long::intValue).orElse(lead.version()),
                party("account", form, screen),
                party("contact", form, screen),
                form.value("deal").equals("yes") ? Optional.of(draft("opportunity", form, screen)) : Optional.empty());
        return switch (conversion.convert(id, plan, actor)) {
            case Result.Converted converted ->
                Page.redirect(target(converted))
                        .toast(screen.t("sales.convert.done", lead.title()), "/o/lead/" + id + "/convert/undo");
            case Result.Refused(var problems) -> refused(lead, form, problems, screen, actor);
            case Result.AlreadyConverted() -> Page.redirect("/o/lead/" + id).toast(screen.t("sales.convert.already"));
            case Result.Missing() -> throw Problem.notFound("REC-404");
            case Result.Denied() -> throw Problem.forbidden("REC-403", "sales.not-yours", lead.title());
        };
    }

    private static String target(Result.Converted converted) {
        if (converted.opportunity() != null) {
            return "/o/opportunity/" + converted.opportunity();
        }
        return converted.contact() != null ? "/o/contact/" + converted.contact() : "/o/account/" + converted.account();
    }

    private Page refused(
            StoredRecord lead,
            Form form,
            Map<String, List<lazo.kernel.record.Problem>> problems,
            Screen screen,
            Actor actor) {
        List<String> errors = new ArrayList<>();
        problems.forEach((object, ofObject) -> ofObject.forEach(problem -> {
            String message = FieldForm.message(problem, screen);
            if (ASKED.getOrDefault(object, List.of()).contains(problem.field())) {
                form.reject(object + "." + problem.field(), message);
            } else {
                String label = types.find(object)
                        .flatMap(type -> type.find(problem.field()))
                        .map(field -> field.label().in(screen.locale()) + ": ")
                        .orElse("");
                errors.add(label + message);
            }
        }));
        return Page.of(
                HttpStatus.UNPROCESSABLE_CONTENT,
                templates.salesConvert(
                        screen,
                        page(
                                lead,
                                form,
                                matches.accounts(lead, actor),
                                matches.contacts(lead, actor),
                                errors,
                                screen)));
    }

    private Party party(String object, Form form, Screen screen) {
        String chosen = form.value(object);
        return switch (chosen) {
            case "none", "" -> new Party.None();
            case "new" -> new Party.Made(draft(object, form, screen));
            case "other" ->
                number(form.value(object + ".other"))
                        .<Party>map(Party.Existing::new)
                        .orElse(new Party.Existing(0));
            default -> number(chosen).<Party>map(Party.Existing::new).orElse(new Party.None());
        };
    }

    private Draft draft(String object, Form form, Screen screen) {
        Map<String, List<String>> params = new HashMap<>();
        for (String field : ASKED.getOrDefault(object, List.of())) {
            params.put(field, List.of(form.value(object + "." + field)));
        }
        if (object.equals("opportunity")) {
            params.put("amount.currency", List.of(form.value("opportunity.amount.currency")));
            if (form.value("opportunity.stage").isBlank()) {
                params.remove("stage");
            }
        }
        return Draft.read(types.load(object), params, reading.of(screen));
    }

    private static Optional<Long> number(@Nullable String text) {
        return text != null && text.matches("\\d{1,18}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
    }
}
