package lazo.kernel.privacy.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import lazo.kernel.access.Access;
import lazo.kernel.access.Restrictions;
import lazo.kernel.identity.Ability;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Fresh;
import lazo.kernel.privacy.ConsentEvent;
import lazo.kernel.privacy.Consents;
import lazo.kernel.privacy.Erasure;
import lazo.kernel.privacy.PersonExport;
import lazo.kernel.privacy.PersonFile;
import lazo.kernel.privacy.Persons.Ref;
import lazo.kernel.privacy.Purpose;
import lazo.kernel.privacy.Purposes;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.web.Objects;
import lazo.kernel.record.web.RecordNames;
import lazo.platform.web.Form;
import lazo.platform.web.Page;
import lazo.platform.web.Problem;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** One person's privacy: what they agreed and object to, all that is kept of them, restriction, erasure. */
@Controller
class PersonPrivacyController {
    static final int LONGEST = 2000;

    private final Objects objects;
    private final PersonPages pages;
    private final Purposes purposes;
    private final Consents consents;
    private final PersonExport export;
    private final Erasure erasure;
    private final Restrictions restrictions;
    private final Access access;
    private final RecordNames names;
    private final Clock clock;
    private final Templates templates;

    PersonPrivacyController(
            Objects objects,
            PersonPages pages,
            Purposes purposes,
            Consents consents,
            PersonExport export,
            Erasure erasure,
            Restrictions restrictions,
            Access access,
            RecordNames names,
            Clock clock,
            Templates templates) {
        this.objects = objects;
        this.pages = pages;
        this.purposes = purposes;
        this.consents = consents;
        this.export = export;
        this.erasure = erasure;
        this.restrictions = restrictions;
        this.access = access;
        this.names = names;
        this.clock = clock;
        this.templates = templates;
    }

    @GetMapping("/o/{object}/{id:\\d+}/privacy")
    Page show(@PathVariable String object, @PathVariable long id, Screen screen, Actor actor) {
        return page(person(object, id, actor), PrivacyPanel.empty(), HttpStatus.OK, screen, actor);
    }

    /** Takes down what the person says. */
    @PostMapping("/o/{object}/{id:\\d+}/privacy")
    Page note(
            @PathVariable String object,
            @PathVariable long id,
            @RequestParam Map<String, String> typed,
            Screen screen,
            Actor actor) {
        StoredRecord record = person(object, id, actor);
        if (!access.mayNote(actor, record.type(), id)) {
            throw Problem.forbidden("PRV-403");
        }
        Form form = Form.of(typed);
        Optional<ConsentEvent.Kind> kind = chosen(ConsentEvent.Kind.values(), "kind", form, screen);
        Optional<ConsentEvent.Channel> channel = chosen(ConsentEvent.Channel.values(), "channel", form, screen);
        boolean all = form.value("purpose").equals("all");
        Optional<Purpose> purpose = purposes.current().stream()
                .filter(one -> Long.toString(one.id()).equals(form.value("purpose")))
                .findFirst();
        if (!all && purpose.isEmpty()) {
            form.reject("purpose", screen.t("privacy.problem.choose"));
        }
        String source = text(form, "source", screen);
        String evidence = text(form, "evidence", screen);
        Instant at = moment(form, screen);
        if (form.isValid()) {
            String wording =
                    purpose.map(one -> one.wording().in(screen.locale())).orElse(null);
            consents.note(
                            new Ref(record.type(), id),
                            new Consents.Said(
                                    purpose.orElse(null),
                                    kind.orElseThrow(),
                                    at,
                                    channel.orElseThrow(),
                                    wording,
                                    source,
                                    evidence),
                            actor)
                    .ifPresent(refusal -> form.reject(
                            switch (refusal) {
                                case NO_PROOF -> "evidence";
                                case IN_FUTURE -> "at";
                                case NEEDS_NO_CONSENT, OPPOSED, NOT_OPPOSABLE, NO_PURPOSE -> "purpose";
                            },
                            screen.t("privacy.refusal." + refusal.name())));
        }
        return form.isValid()
                ? Page.redirect("/o/" + object + "/" + id).toast(screen.t("privacy.noted"))
                : page(record, form, HttpStatus.UNPROCESSABLE_CONTENT, screen, actor);
    }

    /** All that is kept of the person: for them to read, and for a machine. */
    @PostMapping("/o/{object}/{id:\\d+}/privacy/export")
    void export(
            @PathVariable String object,
            @PathVariable long id,
            Screen screen,
            Actor actor,
            HttpServletResponse response)
            throws IOException {
        StoredRecord record = lookedAfter(object, id, actor);
        PersonFile file = export.of(new Ref(record.type(), id), actor);
        response.setContentType("application/zip");
        response.setHeader(
                "Content-Disposition",
                ContentDisposition.attachment()
                        .filename("persona-" + id + ".zip")
                        .build()
                        .toString());
        response.setHeader("Cache-Control", "no-store, private");
        try (ZipOutputStream zip = new ZipOutputStream(response.getOutputStream(), StandardCharsets.UTF_8)) {
            zip.putNextEntry(new ZipEntry("person.json"));
            zip.write(PersonExport.json(file));
            zip.putNextEntry(new ZipEntry("person.csv"));
            zip.write(PersonExport.csv(file));
            zip.putNextEntry(new ZipEntry("person.html"));
            zip.write(templates
                    .privacyExport(screen, new ExportPage(file, names.users()))
                    .render()
                    .getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
    }

    @PostMapping("/o/{object}/{id:\\d+}/privacy/restrict")
    Page restrict(
            @PathVariable String object,
            @PathVariable long id,
            @RequestParam Map<String, String> typed,
            Screen screen,
            Actor actor) {
        StoredRecord record = lookedAfter(object, id, actor);
        Form form = Form.of(typed);
        String reason = required(form, "restriction", screen);
        if (!form.isValid()) {
            return page(record, form, HttpStatus.UNPROCESSABLE_CONTENT, screen, actor);
        }
        restrictions.restrict(object, List.of(id), reason, actor);
        return Page.redirect("/o/" + object + "/" + id + "/privacy").toast(screen.t("privacy.restricted-now"));
    }

    @PostMapping("/o/{object}/{id:\\d+}/privacy/lift")
    Page lift(@PathVariable String object, @PathVariable long id, Screen screen, Actor actor) {
        lookedAfter(object, id, actor);
        restrictions.lift(List.of(id));
        return Page.redirect("/o/" + object + "/" + id + "/privacy").toast(screen.t("privacy.lifted-now"));
    }

    @Fresh
    @PostMapping("/o/{object}/{id:\\d+}/privacy/erase")
    Page erase(
            @PathVariable String object,
            @PathVariable long id,
            @RequestParam Map<String, String> typed,
            Screen screen,
            Actor actor) {
        StoredRecord record = lookedAfter(object, id, actor);
        Form form = Form.of(typed);
        String reason = required(form, "reason", screen);
        if (!form.value("sure").equals("true")) {
            form.reject("sure", screen.t("privacy.erase.not-sure"));
        }
        if (form.isValid()) {
            erasure.erase(
                            new Ref(record.type(), id),
                            reason,
                            form.value("objects").equals("true"),
                            actor)
                    .ifPresent(refusal -> form.reject("reason", screen.t("privacy.erase." + refusal.name())));
        }
        return form.isValid()
                ? Page.redirect("/o/" + object + "/" + id).toast(screen.t("privacy.erased-now"))
                : page(record, form, HttpStatus.UNPROCESSABLE_CONTENT, screen, actor);
    }

    private StoredRecord person(String object, long id, Actor actor) {
        StoredRecord record = objects.load(objects.load(object), id, actor);
        if (!pages.isPerson(record)) {
            throw Problem.notFound("PRV-404", "privacy.problem.no-person");
        }
        return record;
    }

    private StoredRecord lookedAfter(String object, long id, Actor actor) {
        StoredRecord record = person(object, id, actor);
        if (!actor.may(Ability.PRIVACY)) {
            throw Problem.forbidden("PRV-403");
        }
        return record;
    }

    private Page page(StoredRecord record, Form form, HttpStatus status, Screen screen, Actor actor) {
        return Page.of(status, templates.privacyPerson(screen, pages.page(record, form, actor)));
    }

    private static <E extends Enum<E>> Optional<E> chosen(E[] values, String name, Form form, Screen screen) {
        Optional<E> found = Arrays.stream(values)
                .filter(value -> value.name().equals(form.value(name)))
                .findFirst();
        if (found.isEmpty()) {
            form.reject(name, screen.t("privacy.problem.choose"));
        }
        return found;
    }

    private static String required(Form form, String name, Screen screen) {
        String text = text(form, name, screen);
        if (text == null) {
            form.reject(name, screen.t("privacy.problem.missing"));
            return "";
        }
        return text;
    }

    static @Nullable String text(Form form, String name, Screen screen) {
        String text = form.stripped(name);
        if (text.length() > LONGEST || text.indexOf('\0') >= 0) {
            form.reject(name, screen.t("privacy.problem.too-long", LONGEST));
        }
        return text.isEmpty() ? null : text;
    }

    private Instant moment(Form form, Screen screen) {
        String typed = form.stripped("at");
        try {
            return typed.isEmpty()
                    ? clock.instant()
                    : LocalDateTime.parse(typed).atZone(screen.zone()).toInstant();
        } catch (DateTimeParseException notAMoment) {
            form.reject("at", screen.t("privacy.problem.moment"));
            return clock.instant();
        }
    }
}
