package lazo.operational.verifactu;

import static lazodb.Tables.VERIFACTU_SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lazo.Browser;
import lazo.Browser.Look;
import lazo.LazoTest;
import lazo.TestCertificate;
import lazo.kernel.identity.Role;
import lazo.operational.einvoice.InvoiceKind;
import lazo.operational.verifactu.SubmissionAnswer.Line;
import lazo.operational.verifactu.Submissions.Batch;
import lazo.operational.verifactu.Submissions.Waiting;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** The screens of VERI*FACTU in a browser. */
class VerifactuScreensTest extends LazoTest {
    @RegisterExtension
    final Browser browser = new Browser();

    @TempDir
    static Path folder;

    @Autowired
    VerifactuSettings settings;

    @Autowired
    BillingRecords records;

    @Autowired
    Submissions submissions;

    @Autowired
    TransactionTemplate transaction;

    @AfterEach
    void nobodyIssues() {
        sql.deleteFrom(VERIFACTU_SETTINGS).execute();
    }

    /** The agency is away from the first moment on, so that nothing is really sent. */
    private void issue(int number, InvoiceKind kind) {
        transaction.executeWithoutResult(status -> {
            BillingRecord record = records.register(VerifactuWorld.invoice(number, kind), Resubmission.FIRST);
            submissions.noteFailure(batch(List.of(record)), true, "unreachable");
        });
    }

    private static Batch batch(List<BillingRecord> records) {
        return new Batch(
                records.getFirst().chainId(),
                false,
                records.stream().map(one -> new Waiting(one, false)).toList());
    }

    private void check(Page page, String name, Look look) {
        browser.axe(page);
        browser.fits(page);
        browser.picture(page, name + "-" + look.width() + (look.isDark() ? "-dark" : "-light"));
    }

    @Test
    @Tag("OPE-08")
    void an_administrator_sets_it_up_looks_at_the_chain_and_checks_it() throws Exception {
        String email = user(Role.ADMINISTRATOR, null).email();
        browser.expect("422");
        browser.expect("404");
        Page page = browser.open(url("/"), Look.DESK);
        browser.signIn(page, url(""), email, PASSWORD);
        page.navigate(url("/settings/verifactu"));
        check(page, "verifactu-empty", Look.DESK);
        page.check("[name=active]");
        page.fill("[name=name]", "Emisora de Ejemplo, S.A.");
        page.fill("[name=nif]", "A28083807");
        page.fill("[name=maker]", "Proyecto de Ejemplo, S.L.");
        page.fill("[name=makerNif]", "B08194359");
        page.click("#verifactu button.primary");
        assertThat(page.textContent("#f-nif-error")).contains("VFA-105");
        assertThat(page.inputValue("[name=maker]")).isEqualTo("Proyecto de Ejemplo, S.L.");
        page.fill("[name=nif]", "a-28083806");
        page.click("#verifactu button.primary");
        page.waitForSelector(".settings-page .banner:has-text('NIF A28083806')");
        page.click("text=Subir el certificado >> nth=0");
        Path wrong = Files.writeString(folder.resolve("wrong.p12"), "nothing");
        page.setInputFiles("[name=file]", wrong);
        page.fill("[name=password]", "x");
        page.click("form[enctype] button.primary");
        assertThat(page.textContent("#f-file-error")).contains("VFA-108");
        check(page, "verifactu-certificate", Look.DESK);
        page.setInputFiles("[name=file]", LocalAgency.taxpayer(folder).file());
        page.fill("[name=password]", TestCertificate.OPEN_SESAME);
        page.click("form[enctype] button.primary");
        page.waitForSelector("#verifactu:has-text('EMISORA DE EJEMPLO - A28083806')");
        answered();
        page.navigate(url("/settings/verifactu"));
        page.click("#check button");
        page.waitForSelector("#check [role=status]:has-text('intacta')");
        Locator status = page.locator("#check [role=status]");
        assertThat(status.textContent()).contains("La cadena de A28083806 está intacta: 3 registros.");
        for (Look look : List.of(Look.DESK, Look.PHONE.dark().english())) {
            Page shown = browser.open(url("/"), look);
            browser.signIn(shown, url(""), email, PASSWORD);
            for (String place :
                    List.of("", "/records/1", "/records/2", "/declaration", "/certificate", "/records/99")) {
                shown.navigate(url("/settings/verifactu" + place));
                check(shown, "verifactu" + place.replace('/', '-'), look);
            }
        }
    }

    /** One accepted, one rejected, one that waits; the tax agency is away. */
    private void answered() {
        issue(1, InvoiceKind.F1);
        issue(2, InvoiceKind.F2);
        long chain = records.currentChain().orElseThrow();
        List<BillingRecord> both = records.after(chain, 0, 2);
        var lines = new java.util.HashMap<List<String>, Line>();
        for (BillingRecord one : both) {
            boolean first = one.position() == 1;
            lines.put(
                    List.of("Alta", one.number(), BillingRecord.day(one.issued())),
                    first
                            ? new Line("Correcto", null, null, null)
                            : new Line("Incorrecto", "1100", "Valor o tipo incorrecto del campo: NIF", null));
        }
        submissions.note(batch(both), new SubmissionAnswer("ParcialmenteCorrecto", "A-CSV0001", 60, lines));
        issue(3, InvoiceKind.F1);
    }
}
