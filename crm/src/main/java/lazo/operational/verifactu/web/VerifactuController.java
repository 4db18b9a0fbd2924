package lazo.operational.verifactu.web;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import lazo.kernel.identity.Fresh;
import lazo.operational.einvoice.TaxIdentity;
import lazo.operational.einvoice.TaxNumbers;
import lazo.operational.verifactu.BillingRecord;
import lazo.operational.verifactu.BillingRecords;
import lazo.operational.verifactu.ChainCheck;
import lazo.operational.verifactu.ClientCertificate;
import lazo.operational.verifactu.ResponsibleDeclaration;
import lazo.operational.verifactu.Submission;
import lazo.operational.verifactu.Submissions;
import lazo.operational.verifactu.TaxAgency;
import lazo.operational.verifactu.TaxQr;
import lazo.operational.verifactu.Taxpayer;
import lazo.operational.verifactu.Taxpayer.Environment;
import lazo.operational.verifactu.VerifactuSettings;
import lazo.operational.verifactu.VerifactuSettings.Draft;
import lazo.platform.web.Form;
import lazo.platform.web.Option;
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
import org.springframework.web.multipart.MultipartFile;

/** VERI*FACTU for administrators: who issues, how sending stands, and the chain record by record. */
@Controller
class VerifactuController {
    private static final int LONGEST_NAME = 120;
    private static final int LARGEST_CERTIFICATE = 100_000;
    private static final int LONGEST_PASSWORD = 250;

    private final VerifactuSettings settings;
    private final BillingRecords records;
    private final Submissions submissions;
    private final ChainCheck check;
    private final TaxAgency agency;
    private final Clock clock;
    private final Templates templates;

    VerifactuController(
            VerifactuSettings settings,
            BillingRecords records,
            Submissions submissions,
            ChainCheck check,
            TaxAgency agency,
            Clock clock,
            Templates templates) {
        this.settings = settings;
        this.records = records;
        this.submissions = submissions;
        this.check = check;
        this.agency = agency;
        this.clock = clock;
        this.templates = templates;
    }

    @GetMapping("/settings/verifactu")
    Page show(Screen screen, @RequestParam(defaultValue = "") String before) {
        Form form = settings.find()
                .map(VerifactuController::form)
                .orElseGet(() -> Form.of(Map.of("name", screen.companyName(), "environment", Environment.TEST.name())));
        Long position = before.matches("\\d{1,18}") ? Long.valueOf(before) : null;
        return page(screen, HttpStatus.OK, form, position);
    }

    private static Form form(Taxpayer taxpayer) {
        Map<String, String> values = new HashMap<>();
        values.put("active", taxpayer.active() ? "on" : "");
        values.put("environment", taxpayer.environment().name());
        values.put("name", taxpayer.name());
        values.put("nif", taxpayer.nif());
        values.put("maker", taxpayer.maker());
        values.put("makerNif", taxpayer.makerNif());
        return Form.of(values);
    }

    @Fresh
    @PostMapping("/settings/verifactu")
    Page save(Screen screen, @RequestParam Map<String, String> typed) {
        Form form = Form.of(typed);
        Optional<Environment> environment = Stream.of(Environment.values())
                .filter(one -> one.name().equals(form.value("environment")))
                .findFirst();
        if (environment.isEmpty()) {
            form.reject("environment", screen.t("verifactu.environment.missing"));
        }
        checkName(form, "name", screen);
        checkName(form, "maker", screen);
        String nif = nif(form, "nif", screen);
        String makerNif = nif(form, "makerNif", screen);
        if (!form.isValid()) {
            return page(screen, HttpStatus.UNPROCESSABLE_CONTENT, form, null).header("X-Lazo-Error", "VFA-101");
        }
        settings.save(new Draft(
                form.value("active").equals("on"),
                environment.orElseThrow(),
                form.stripped("name"),
                nif,
                form.stripped("maker"),
                makerNif));
        return Page.redirect("/settings/verifactu").toast(screen.t("verifactu.saved"));
    }

    private static void checkName(Form form, String field, Screen screen) {
        String name = form.stripped(field);
        if (name.isEmpty() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            form.reject(field, screen.t("verifactu.name.invalid", LONGEST_NAME));
        }
    }

    private static String nif(Form form, String field, Screen screen) {
        TaxIdentity identity = TaxIdentity.nif(form.stripped(field).toUpperCase(Locale.ROOT));
        if (!TaxNumbers.isValid(identity)) {
            form.reject(field, screen.t("verifactu.nif.invalid"));
        }
        return identity.value();
    }

    @Fresh
    @GetMapping("/settings/verifactu/certificate")
    Page certificate(Screen screen) {
        return Page.of(templates.verifactuCertificate(screen, taxpayer(), Form.empty()));
    }

    @Fresh
    @PostMapping("/settings/verifactu/certificate")
    Page saveCertificate(
            Screen screen,
            @RequestParam(required = false) @Nullable MultipartFile file,
            @RequestParam(defaultValue = "") String password)
            throws IOException {
        Taxpayer taxpayer = taxpayer();
        Form form = Form.empty();
        if (file == null || file.isEmpty() || file.getSize() > LARGEST_CERTIFICATE) {
            form.reject("file", screen.t("verifactu.certificate.missing"));
        } else if (password.isEmpty() || password.length() > LONGEST_PASSWORD) {
            form.reject("password", screen.t("verifactu.certificate.password-missing"));
        } else {
            byte[] bytes = file.getBytes();
            Optional<ClientCertificate.Checked> checked = new ClientCertificate(bytes, password).check();
            if (checked.isEmpty()) {
                form.reject("file", screen.t("verifactu.certificate.unreadable"));
            } else if (checked.get().until().isBefore(clock.instant())) {
                form.reject("file", screen.t("verifactu.certificate.expired"));
            } else {
                settings.saveCertificate(bytes, password, checked.get());
                return Page.redirect("/settings/verifactu").toast(screen.t("verifactu.certificate.saved"));
            }
        }
        return Page.of(HttpStatus.UNPROCESSABLE_CONTENT, templates.verifactuCertificate(screen, taxpayer, form))
                .header("X-Lazo-Error", "VFA-102");
    }

    private Taxpayer taxpayer() {
        return settings.find().orElseThrow(() -> Problem.of(HttpStatus.CONFLICT, "VFA-409", "verifactu.none"));
    }

    private long chain() {
        return records.currentChain()
                .orElseThrow(() -> Problem.of(HttpStatus.CONFLICT, "VFA-410", "verifactu.no-records"));
    }

    @PostMapping("/settings/verifactu/check")
    Page begin() {
        check.begin(chain());
        return Page.redirect("/settings/verifactu");
    }

    @GetMapping("/settings/verifactu/check")
    Page progress(Screen screen) {
        return Page.of(templates.verifactuCheck(screen, check.state(chain())));
    }

    @PostMapping("/settings/verifactu/send")
    Page send(Screen screen) {
        submissions.hurry(chain());
        return Page.redirect("/settings/verifactu").toast(screen.t("verifactu.send.soon"));
    }

    @GetMapping("/settings/verifactu/records/{position:\\d+}")
    Page record(Screen screen, @PathVariable String position) {
        Optional<Long> chain = records.currentChain();
        BillingRecord record = chain.filter(known -> position.length() <= 18)
                .flatMap(known -> records.find(known, Long.parseLong(position)))
                .orElseThrow(() -> Problem.notFound("VFA-404", "verifactu.record.none"));
        Submission submission = Objects.requireNonNull(
                submissions.of(record.chainId(), List.of(record.position())).get(record.position()));
        BigDecimal total = record.total();
        TaxQr qr = total == null
                ? null
                : TaxQr.of(
                        agency.invoices(taxpayer().environment(), true),
                        record.issuerNif(),
                        record.number(),
                        record.issued(),
                        total);
        return Page.of(templates.verifactuRecord(screen, record, submission, qr));
    }

    @GetMapping("/settings/verifactu/declaration")
    Page declaration(Screen screen) {
        return Page.of(templates.verifactuDeclaration(screen, settings.find(), ResponsibleDeclaration.version()));
    }

    private Page page(Screen screen, HttpStatus status, Form form, @Nullable Long before) {
        Optional<Long> chain = records.currentChain();
        List<BillingRecord> shown =
                chain.map(known -> records.latest(known, before)).orElse(List.of());
        String older = shown.size() < BillingRecords.PAGE
                ? null
                : "/settings/verifactu?before=" + shown.getLast().position() + "#records";
        var page = new VerifactuPage(
                form,
                settings.find(),
                chain.map(submissions::standing).orElse(null),
                chain.flatMap(check::state),
                shown,
                chain.map(known -> submissions.of(
                                known,
                                shown.stream().map(BillingRecord::position).toList()))
                        .orElse(Map.of()),
                older);
        List<Option> environments = Stream.of(Environment.values())
                .map(one -> new Option(one.name(), screen.t("verifactu.environment." + one)))
                .toList();
        return Page.of(status, templates.verifactuPage(screen, page, environments));
    }
}
