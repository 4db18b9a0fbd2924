package lazo.kernel.identity.web;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Map;
import lazo.kernel.identity.ForgottenPasswords;
import lazo.kernel.identity.IdentityMails;
import lazo.kernel.identity.Users;
import lazo.platform.web.Form;
import lazo.platform.web.Page;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** For whoever has forgotten the password: the same answer whether or not there is such an account. */
@Controller
class ForgottenController {
    private final ForgottenPasswords forgotten;
    private final IdentityMails mails;
    private final Users users;
    private final Templates templates;

    ForgottenController(ForgottenPasswords forgotten, IdentityMails mails, Users users, Templates templates) {
        this.forgotten = forgotten;
        this.mails = mails;
        this.users = users;
        this.templates = templates;
    }

    @GetMapping("/sign-in/forgotten")
    Page show(Screen screen) {
        return users.isEmpty() ? Page.redirect("/setup") : page(screen, HttpStatus.OK, Form.empty(), false);
    }

    @PostMapping("/sign-in/forgotten")
    Page ask(Screen screen, @RequestParam(defaultValue = "") String email, HttpServletRequest request) {
        Form form = Form.of(Map.of("email", email));
        Fields.email(form, screen);
        if (!form.isValid() || !mails.areSent()) {
            return page(screen, HttpStatus.UNPROCESSABLE_CONTENT, form, false);
        }
        Duration wait = forgotten.ask(email, request.getRemoteAddr());
        if (!wait.isZero()) {
            form.reject("email", screen.t("identity.forgotten.wait", Math.max(1, (wait.toSeconds() + 59) / 60)));
            return page(screen, HttpStatus.UNPROCESSABLE_CONTENT, form, false);
        }
        return page(screen, HttpStatus.OK, form, true);
    }

    private Page page(Screen screen, HttpStatus status, Form form, boolean asked) {
        return Page.of(status, templates.identityForgotten(screen, form, mails.areSent(), asked));
    }
}
