package lazo.kernel.privacy.web;

import de.siegmar.fastcsv.writer.CsvWriter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lazo.kernel.audit.Audit;
import lazo.kernel.identity.Actor;
import lazo.kernel.privacy.Register;
import lazo.kernel.privacy.Register.Fact;
import lazo.kernel.privacy.RegisterEntries;
import lazo.kernel.privacy.RegisterEntry;
import lazo.kernel.transfer.SafeCell;
import lazo.platform.web.Form;
import lazo.platform.web.Page;
import lazo.platform.web.Problem;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Processing activities, processors, breaches: written, read, taken along. */
@Controller
class RegisterController {
    private static final String HOME = "/settings/privacy/registers/{register}";

    private final RegisterEntries entries;
    private final Audit audit;
    private final Templates templates;

    RegisterController(RegisterEntries entries, Audit audit, Templates templates) {
        this.entries = entries;
        this.audit = audit;
        this.templates = templates;
    }

    @GetMapping(HOME)
    Page list(Screen screen, @PathVariable("register") String path) {
        Register register = register(path);
        return Page.of(templates.privacyRegister(screen, register, entries.all(register)));
    }

    @GetMapping(HOME + "/new")
    Page start(Screen screen, @PathVariable("register") String path) {
        return page(screen, register(path), null, Form.empty(), HttpStatus.OK);
    }

    @PostMapping(HOME)
    Page add(Screen screen, @PathVariable("register") String path, @RequestParam Map<String, String> typed) {
        Register register = register(path);
        Form form = Form.of(typed);
        Map<String, String> facts = facts(register, form, screen);
        if (!form.isValid()) {
            return page(screen, register, null, form, HttpStatus.UNPROCESSABLE_CONTENT);
        }
        entries.add(register, facts);
        return Page.redirect(address(register)).toast(screen.t("privacy.policy.saved"));
    }

    @GetMapping(HOME + "/{id:\\d+}")
    Page open(Screen screen, @PathVariable("register") String path, @PathVariable long id) {
        RegisterEntry entry = entry(path, id);
        return page(screen, entry.register(), entry, Form.of(entry.facts()), HttpStatus.OK);
    }

    @PostMapping(HOME + "/{id:\\d+}")
    Page change(
            Screen screen,
            @PathVariable("register") String path,
            @PathVariable long id,
            @RequestParam Map<String, String> typed) {
        RegisterEntry entry = entry(path, id);
        Form form = Form.of(typed);
        Map<String, String> facts = facts(entry.register(), form, screen);
        if (!form.isValid()) {
            return page(screen, entry.register(), entry, form, HttpStatus.UNPROCESSABLE_CONTENT);
        }
        entries.change(id, facts);
        return Page.redirect(address(entry.register())).toast(screen.t("privacy.policy.saved"));
    }

    @PostMapping(HOME + "/{id:\\d+}/archive")
    Page archive(
            Screen screen,
            @PathVariable("register") String path,
            @PathVariable long id,
            @RequestParam(defaultValue = "true") boolean away) {
        RegisterEntry entry = entry(path, id);
        entries.archive(id, away);
        return Page.redirect(address(entry.register())).toast(screen.t("privacy.policy.saved"));
    }

    /** The whole register, for an authority. */
    @PostMapping(HOME + "/export")
    void export(Screen screen, Actor actor, @PathVariable("register") String path, HttpServletResponse response)
            throws IOException {
        Register register = register(path);
        audit.note(actor.id(), "export", "privacy_entry", null, register.path(), Map.of());
        response.setContentType("text/csv;charset=UTF-8");
        response.setHeader("Content-Disposition", "attachment; filename=\"" + register.path() + ".csv\"");
        response.setHeader("Cache-Control", "no-store, private");
        try (Writer out = new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8);
                CsvWriter csv = CsvWriter.builder().build(out)) {
            List<String> header = new ArrayList<>();
            register.facts().forEach(fact -> header.add(screen.t("privacy.fact." + fact.key())));
            csv.writeRecord(header);
            for (RegisterEntry entry : entries.all(register)) {
                csv.writeRecord(register.facts().stream()
                        .map(fact -> SafeCell.of(entry.fact(fact.key())))
                        .toList());
            }
        }
    }

    private static Map<String, String> facts(Register register, Form form, Screen screen) {
        Map<String, String> facts = new LinkedHashMap<>();
        for (Fact fact : register.facts()) {
            String text = PersonPrivacyController.text(form, fact.key(), screen);
            if (text == null) {
                if (fact.isRequired()) {
                    form.reject(fact.key(), screen.t("privacy.problem.missing"));
                }
                continue;
            }
            if (fact.kind() == Fact.Kind.MOMENT && !isMoment(text)) {
                form.reject(fact.key(), screen.t("privacy.problem.moment"));
            }
            facts.put(fact.key(), text);
        }
        return facts;
    }

    private static boolean isMoment(String text) {
        try {
            return LocalDateTime.parse(text).getYear() > 1900;
        } catch (DateTimeParseException notAMoment) {
            return false;
        }
    }

    private static Register register(String path) {
        return Register.find(path).orElseThrow(() -> Problem.notFound("PRV-404", "privacy.problem.gone"));
    }

    private RegisterEntry entry(String path, long id) {
        return entries.find(register(path), id).orElseThrow(() -> Problem.notFound("PRV-404", "privacy.problem.gone"));
    }

    private static String address(Register register) {
        return "/settings/privacy/registers/" + register.path();
    }

    private Page page(Screen screen, Register register, @Nullable RegisterEntry entry, Form form, HttpStatus status) {
        return Page.of(status, templates.privacyEntry(screen, register, entry, form));
    }
}
