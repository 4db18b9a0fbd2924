package lazo.kernel.privacy.web;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lazo.kernel.access.Restrictions;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Fresh;
import lazo.kernel.metadata.Label;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.privacy.Basis;
import lazo.kernel.privacy.BlockedStore;
import lazo.kernel.privacy.Persons;
import lazo.kernel.privacy.PrivacyPolicy;
import lazo.kernel.privacy.PrivacyRequest;
import lazo.kernel.privacy.PrivacyRequests;
import lazo.kernel.privacy.Purpose;
import lazo.kernel.privacy.Purposes;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import lazo.platform.web.Form;
import lazo.platform.web.Option;
import lazo.platform.web.Page;
import lazo.platform.web.Problem;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What whoever looks after privacy keeps: who answers, purposes, requests, what is blocked. */
@Controller
class PrivacyController {
    private static final String HOME = "/settings/privacy";

    private final PrivacyPolicy policy;
    private final Purposes purposes;
    private final PrivacyRequests requests;
    private final BlockedStore blocked;
    private final Restrictions restrictions;
    private final Persons persons;
    private final ObjectTypes types;
    private final Records records;
    private final Templates templates;

    PrivacyController(
            PrivacyPolicy policy,
            Purposes purposes,
            PrivacyRequests requests,
            BlockedStore blocked,
            Restrictions restrictions,
            Persons persons,
            ObjectTypes types,
            Records records,
            Templates templates) {
        this.policy = policy;
        this.purposes = purposes;
        this.requests = requests;
        this.blocked = blocked;
        this.restrictions = restrictions;
        this.persons = persons;
        this.types = types;
        this.records = records;
        this.templates = templates;
    }

    @GetMapping(HOME)
    Page overview(Screen screen) {
        PrivacyPolicy.Terms terms = policy.terms();
        Map<String, String> values = Map.of(
                "controller",
                terms.controller(),
                "officer",
                terms.officer(),
                "months",
                Integer.toString(terms.blockedMonths()));
        return overview(screen, Form.of(values), HttpStatus.OK);
    }

    @PostMapping(HOME)
    Page save(Screen screen, @RequestParam Map<String, String> typed) {
        Form form = Form.of(typed);
        PersonPrivacyController.text(form, "controller", screen);
        PersonPrivacyController.text(form, "officer", screen);
        int months = number(form, "months", 1, 240, screen);
        if (!form.isValid()) {
            return overview(screen, form, HttpStatus.UNPROCESSABLE_CONTENT);
        }
        policy.save(new PrivacyPolicy.Terms(form.stripped("controller"), form.stripped("officer"), months));
        return Page.redirect(HOME).toast(screen.t("privacy.policy.saved"));
    }

    private Page overview(Screen screen, Form form, HttpStatus status) {
        List<PrivacyRequest> all = requests.all();
        long open = all.stream().filter(PrivacyRequest::isOpen).count();
        long overdue = all.stream()
                .filter(request -> request.isOverdue(screen.today()))
                .count();
        return Page.of(status, templates.privacyOverview(screen, form, open, overdue, restrictions.count()));
    }

    // Purposes

    @GetMapping(HOME + "/purposes")
    Page listPurposes(Screen screen) {
        return Page.of(templates.privacyPurposes(screen, purposes.all()));
    }

    @GetMapping(HOME + "/purposes/new")
    Page startPurpose(Screen screen) {
        return purposePage(screen, null, Form.of(Map.of("basis", Basis.CONSENT.name())), HttpStatus.OK);
    }

    @PostMapping(HOME + "/purposes")
    Page addPurpose(Screen screen, @RequestParam Map<String, String> typed) {
        Form form = checkedPurpose(typed, screen);
        if (!form.isValid()) {
            return purposePage(screen, null, form, HttpStatus.UNPROCESSABLE_CONTENT);
        }
        purposes.add(label(form, "label"), label(form, "wording"), Basis.valueOf(form.value("basis")));
        return Page.redirect(HOME + "/purposes").toast(screen.t("privacy.purpose.saved", form.stripped("label-es")));
    }

    @GetMapping(HOME + "/purposes/{id:\\d+}")
    Page openPurpose(Screen screen, @PathVariable long id) {
        Purpose purpose = purpose(id);
        Map<String, String> values = new HashMap<>();
        values.put("label-es", purpose.label().byLanguage().getOrDefault("es", ""));
        values.put("label-en", purpose.label().byLanguage().getOrDefault("en", ""));
        values.put("wording-es", purpose.wording().byLanguage().getOrDefault("es", ""));
        values.put("wording-en", purpose.wording().byLanguage().getOrDefault("en", ""));
        values.put("basis", purpose.basis().name());
        values.put("archived", Boolean.toString(purpose.archived()));
        return purposePage(screen, purpose, Form.of(values), HttpStatus.OK);
    }

    @PostMapping(HOME + "/purposes/{id:\\d+}")
    Page changePurpose(Screen screen, @PathVariable long id, @RequestParam Map<String, String> typed) {
        Purpose purpose = purpose(id);
        Form form = checkedPurpose(typed, screen);
        if (!form.isValid()) {
            return purposePage(screen, purpose, form, HttpStatus.UNPROCESSABLE_CONTENT);
        }
        purposes.change(
                purpose,
                label(form, "label"),
                label(form, "wording"),
                Basis.valueOf(form.value("basis")),
                form.value("archived").equals("true"));
        return Page.redirect(HOME + "/purposes").toast(screen.t("privacy.purpose.saved", form.stripped("label-es")));
    }

    private Purpose purpose(long id) {
        return purposes.find(id).orElseThrow(() -> Problem.notFound("PRV-404", "privacy.problem.gone"));
    }

    private static Form checkedPurpose(Map<String, String> typed, Screen screen) {
        Form form = Form.of(typed);
        for (String name : List.of("label-es", "wording-es")) {
            if (PersonPrivacyController.text(form, name, screen) == null) {
                form.reject(name, screen.t("privacy.problem.missing"));
            }
        }
        PersonPrivacyController.text(form, "label-en", screen);
        PersonPrivacyController.text(form, "wording-en", screen);
        if (Arrays.stream(Basis.values()).noneMatch(basis -> basis.name().equals(form.value("basis")))) {
            form.reject("basis", screen.t("privacy.problem.choose"));
        }
        return form;
    }

    /** In Spanish for everybody where nothing is given in English. */
    private static Label label(Form form, String name) {
        String spanish = form.stripped(name + "-es");
        String english = form.stripped(name + "-en");
        return Label.of(spanish, english.isEmpty() ? spanish : english);
    }

    private Page purposePage(Screen screen, @Nullable Purpose purpose, Form form, HttpStatus status) {
        return Page.of(
                status,
                templates.privacyPurpose(
                        screen, purpose, form, PersonPage.options(Basis.values(), "privacy.basis.", screen)));
    }

    // Requests

    @GetMapping(HOME + "/requests")
    Page listRequests(Screen screen) {
        return Page.of(templates.privacyRequests(screen, requests.all()));
    }

    @GetMapping(HOME + "/requests/new")
    Page startRequest(Screen screen, Actor actor, @RequestParam Map<String, String> typed) {
        Map<String, String> values = new HashMap<>(typed);
        values.put("received", screen.today().toString());
        return requestForm(screen, actor, Form.of(values), HttpStatus.OK);
    }

    @PostMapping(HOME + "/requests")
    Page addRequest(Screen screen, Actor actor, @RequestParam Map<String, String> typed) {
        Form form = Form.of(typed);
        Optional<PrivacyRequest.Kind> kind = Arrays.stream(PrivacyRequest.Kind.values())
                .filter(value -> value.name().equals(form.value("kind")))
                .findFirst();
        if (kind.isEmpty()) {
            form.reject("kind", screen.t("privacy.problem.choose"));
        }
        Optional<StoredRecord> about = about(form, actor);
        String person = PersonPrivacyController.text(form, "person", screen);
        String note = PersonPrivacyController.text(form, "note", screen);
        if (about.isEmpty() && person == null) {
            form.reject("person", screen.t("privacy.request.nobody"));
        }
        LocalDate received = day(form, "received", screen);
        if (received.isAfter(screen.today())) {
            form.reject("received", screen.t("privacy.refusal.IN_FUTURE"));
        }
        if (!form.isValid()) {
            return requestForm(screen, actor, form, HttpStatus.UNPROCESSABLE_CONTENT);
        }
        long id = requests.add(
                kind.orElseThrow(),
                about.map(record -> new Persons.Ref(record.type(), record.id())).orElse(null),
                person,
                note,
                received,
                actor);
        LocalDate due = requests.find(id).orElseThrow().dueOn();
        return Page.redirect(HOME + "/requests/" + id).toast(screen.t("privacy.request.saved", screen.date(due)));
    }

    @GetMapping(HOME + "/requests/{id:\\d+}")
    Page openRequest(Screen screen, Actor actor, @PathVariable long id) {
        return requestPage(screen, actor, request(id), Form.empty(), HttpStatus.OK);
    }

    @PostMapping(HOME + "/requests/{id:\\d+}/extend")
    Page extend(Screen screen, Actor actor, @PathVariable long id, @RequestParam Map<String, String> typed) {
        PrivacyRequest request = request(id);
        Form form = Form.of(typed);
        String why = PersonPrivacyController.text(form, "why", screen);
        if (why == null) {
            form.reject("why", screen.t("privacy.problem.missing"));
        }
        if (!form.isValid() || why == null || !requests.extend(id, why)) {
            return requestPage(screen, actor, request, form, HttpStatus.UNPROCESSABLE_CONTENT);
        }
        return Page.redirect(HOME + "/requests/" + id).toast(screen.t("privacy.request.extended-now"));
    }

    @PostMapping(HOME + "/requests/{id:\\d+}/close")
    Page close(Screen screen, Actor actor, @PathVariable long id, @RequestParam Map<String, String> typed) {
        PrivacyRequest request = request(id);
        Form form = Form.of(typed);
        Optional<PrivacyRequest.Outcome> outcome = Arrays.stream(PrivacyRequest.Outcome.values())
                .filter(value -> value.name().equals(form.value("outcome")))
                .findFirst();
        if (outcome.isEmpty()) {
            form.reject("outcome", screen.t("privacy.problem.choose"));
        }
        String answer = PersonPrivacyController.text(form, "answer", screen);
        if (!form.isValid() || !requests.close(id, outcome.orElseThrow(), answer, actor)) {
            return requestPage(screen, actor, request, form, HttpStatus.UNPROCESSABLE_CONTENT);
        }
        return Page.redirect(HOME + "/requests").toast(screen.t("privacy.request.closed-now"));
    }

    private PrivacyRequest request(long id) {
        return requests.find(id).orElseThrow(() -> Problem.notFound("PRV-404", "privacy.problem.gone"));
    }

    private Optional<StoredRecord> about(Form form, Actor actor) {
        Optional<ObjectType> type = types.find(form.value("object")).filter(persons::isPerson);
        return form.value("record").matches("\\d{1,18}")
                ? type.flatMap(is -> records.find(is, Long.parseLong(form.value("record")), actor))
                : Optional.empty();
    }

    private Page requestForm(Screen screen, Actor actor, Form form, HttpStatus status) {
        List<Option> kinds = PersonPage.options(PrivacyRequest.Kind.values(), "privacy.request.kind.", screen);
        return Page.of(status, templates.privacyRequestForm(screen, form, kinds, about(form, actor)));
    }

    private Page requestPage(Screen screen, Actor actor, PrivacyRequest request, Form form, HttpStatus status) {
        Optional<StoredRecord> about = Optional.ofNullable(request.object())
                .flatMap(types::find)
                .flatMap(type -> records.find(type, java.util.Objects.requireNonNull(request.recordId()), actor));
        List<Option> outcomes = PersonPage.options(PrivacyRequest.Outcome.values(), "privacy.request.outcome.", screen);
        return Page.of(status, templates.privacyRequest(screen, request, form, outcomes, about));
    }

    // What is blocked

    @GetMapping(HOME + "/blocked")
    Page listBlocked(Screen screen) {
        return Page.of(templates.privacyBlocked(screen, blocked.all(), Form.empty(), 0L));
    }

    /** For a judge or an authority; who asks is noted. */
    @Fresh
    @PostMapping(HOME + "/blocked/{id:\\d+}/read")
    Object readBlocked(Screen screen, Actor actor, @PathVariable long id, @RequestParam Map<String, String> typed) {
        if (blocked.find(id).isEmpty()) {
            throw Problem.notFound("PRV-404", "privacy.problem.gone");
        }
        Form form = Form.of(typed);
        String why = PersonPrivacyController.text(form, "why", screen);
        if (why == null) {
            form.reject("why", screen.t("privacy.problem.missing"));
        }
        Optional<byte[]> content = form.isValid() && why != null ? blocked.read(id, why, actor) : Optional.empty();
        if (form.isValid() && content.isEmpty()) {
            form.reject("why", screen.t("privacy.blocked.unreadable"));
        }
        return form.isValid()
                ? ResponseEntity.ok()
                        .contentType(MediaType.APPLICATION_JSON)
                        .header("Content-Disposition", "attachment; filename=\"blocked-" + id + ".json\"")
                        .header("Cache-Control", "no-store, private")
                        .body(content.orElseThrow())
                : Page.of(HttpStatus.UNPROCESSABLE_CONTENT, templates.privacyBlocked(screen, blocked.all(), form, id));
    }

    static int number(Form form, String name, int least, int most, Screen screen) {
        String typed = form.stripped(name);
        int number = typed.matches("\\d{1,6}") ? Integer.parseInt(typed) : -1;
        if (number < least || number > most) {
            form.reject(name, screen.t("privacy.problem.number", least, most));
        }
        return number;
    }

    private static LocalDate day(Form form, String name, Screen screen) {
        try {
            return LocalDate.parse(form.stripped(name));
        } catch (DateTimeParseException notADay) {
            form.reject(name, screen.t("privacy.problem.day"));
            return screen.today();
        }
    }
}
