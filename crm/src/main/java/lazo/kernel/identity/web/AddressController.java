package lazo.kernel.identity.web;

import java.util.Map;
import lazo.kernel.identity.AddressChanges;
import lazo.kernel.identity.Fresh;
import lazo.kernel.identity.IdentityMails;
import lazo.kernel.identity.Sessions.SignedIn;
import lazo.platform.web.Form;
import lazo.platform.web.Page;
import lazo.platform.web.Problem;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** One's own e-mail address, with which one signs in. A new one counts once it is confirmed from there. */
@Controller
class AddressController {
    private final AddressChanges changes;
    private final IdentityMails mails;
    private final Templates templates;

    AddressController(AddressChanges changes, IdentityMails mails, Templates templates) {
        this.changes = changes;
        this.mails = mails;
        this.templates = templates;
    }

    @GetMapping("/account/email")
    Page show(Screen screen, SignedIn me) {
        return page(screen, me, HttpStatus.OK, Form.empty());
    }

    @Fresh
    @PostMapping("/account/email")
    Page ask(Screen screen, SignedIn me, @RequestParam(defaultValue = "") String email) {
        Form form = Form.of(Map.of("email", email));
        Fields.email(form, screen);
        if (form.isValid() && mails.areSent() && !changes.ask(me.user(), form.stripped("email"))) {
            form.reject("email", screen.t("identity.field.email.taken", form.stripped("email")));
        }
        return form.isValid() && mails.areSent()
                ? Page.redirect("/account/email").toast(screen.t("identity.address.asked", form.stripped("email")))
                : page(screen, me, HttpStatus.UNPROCESSABLE_CONTENT, form);
    }

    @PostMapping("/account/email/forget")
    Page forget(Screen screen, SignedIn me) {
        changes.forget(me.user().id());
        return Page.redirect("/account/email").toast(screen.t("identity.address.forgotten"));
    }

    @GetMapping("/account/email/{token:[\\w-]{43}}")
    Page follow(Screen screen, SignedIn me, @PathVariable String token) {
        String email = changes.find(me.user(), token).orElseThrow(AddressController::gone);
        return Page.of(templates.identityNewAddress(screen, me.user(), email, "/account/email/" + token));
    }

    @PostMapping("/account/email/{token:[\\w-]{43}}")
    Page confirm(Screen screen, SignedIn me, @PathVariable String token) {
        return changes.confirm(me.user(), token)
                .map(user -> Page.redirect("/account").toast(screen.t("identity.address.changed", user.email())))
                .orElseThrow(AddressController::gone);
    }

    private static Problem gone() {
        return Problem.of(HttpStatus.GONE, "IDN-131", "identity.address.gone");
    }

    private Page page(Screen screen, SignedIn me, HttpStatus status, Form form) {
        return Page.of(
                status,
                templates.identityAddress(
                        screen,
                        form,
                        me.user(),
                        mails.areSent(),
                        changes.waiting(me.user().id()).orElse("")));
    }
}
