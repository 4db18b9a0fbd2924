package lazo.platform.mail;

import static lazodb.Tables.MAIL;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Locale;
import lazo.Browser;
import lazo.Browser.Look;
import lazo.LazoTest;
import lazo.MailHost;
import lazo.kernel.identity.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;

/** The screens about mail in a browser. */
class MailScreensTest extends LazoTest {
    @RegisterExtension
    final Browser browser = new Browser();

    @Autowired
    MailServerSettings settings;

    @Autowired
    Outbox outbox;

    @Autowired
    Postman postman;

    private final MailHost host = new MailHost();

    @BeforeEach
    void aServerRefusesEverybody() {
        host.answering(command -> command.startsWith("RCPT") ? "550 5.1.1 nobody here" : null);
        settings.save(host.settings("https://crm.almena.example"), null);
    }

    @AfterEach
    void noServerIsLeft() {
        settings.remove();
        sql.deleteFrom(MAIL).execute();
        host.close();
    }

    @Test
    void the_screens_about_mail_are_for_everybody_on_every_screen() {
        String email = user(Role.ADMINISTRATOR, null).email();
        outbox.write(
                Mail.Kind.INVITATION,
                "una.direccion.bastante.larga.de.alguien@departamento.almena.example",
                Letter.of(Locale.of("es"), "Hola", List.of(), null, ""),
                null);
        postman.sendDue();
        browser.expect("422");
        for (Look look : List.of(Look.DESK, Look.PHONE.dark().english())) {
            Page page = browser.open(url("/sign-in/forgotten"), look);
            check(page, "forgotten", look);
            browser.signIn(page, url(""), email, PASSWORD);
            page.navigate(url("/settings/mail"));
            check(page, "mail", look);
            page.click("form[action='/settings/mail/test'] button");
            assertThat(page.textContent("[role=alert]")).contains("550 5.1.1 nobody here");
            check(page, "mail-refused", look);
            for (String place : List.of("/account/email", "/account/notifications/preferences")) {
                page.navigate(url(place));
                check(page, place.substring(place.lastIndexOf('/') + 1), look);
            }
        }
    }

    private void check(Page page, String name, Look look) {
        browser.axe(page);
        browser.fits(page);
        browser.picture(page, name + "-" + look.width() + (look.isDark() ? "-dark" : "-light"));
    }
}
