package lazo.kernel.identity.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Optional;
import lazo.kernel.identity.CompanySettings;
import lazo.kernel.identity.Factor;
import lazo.kernel.identity.OneTimeLinks;
import lazo.kernel.identity.OneTimeLinks.Invitation;
import lazo.kernel.identity.OneTimeLinks.Joined;
import lazo.kernel.identity.Passwords;
import lazo.kernel.identity.SignIn;
import lazo.kernel.identity.User;
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

/** Where one-time links lead: to join, and to choose a new password. */
@Controller
class JoinController {
    private final OneTimeLinks links;
    private final Passwords passwords;
    private final SignIn signIn;
    private final CompanySettings companies;
    private final Templates templates;

    JoinController(
            OneTimeLinks links, Passwords passwords, SignIn signIn, CompanySettings companies, Templates templates) {
        this.links = links;
        this.passwords = passwords;
        this.signIn = signIn;
        this.companies = companies;
        this.templates = templates;
    }

    @GetMapping("/join/{token}")
    Page show(Screen screen, @PathVariable String token) {
        Invitation invitation = links.findInvitation(token).orElseThrow(JoinController::gone);
        return Page.of(templates.identityJoin(screen, Form.empty(), "/join/" + token, invitation.email(), true));
    }

    @PostMapping("/join/{token}")
    Page join(
            Screen screen,
            @PathVariable String token,
            @RequestParam Map<String, String> typed,
            HttpServletRequest request,
            HttpServletResponse response) {
        Invitation invitation = links.findInvitation(token).orElseThrow(JoinController::gone);
        Form form = Form.of(typed);
        Fields.shortText(form, "name", screen.t("identity.field.name.missing"), screen);
        check(form, screen, form.value("name"), invitation.email());
        if (!form.isValid()) {
            return Page.of(
                    HttpStatus.UNPROCESSABLE_CONTENT,
                    templates.identityJoin(screen, form, "/join/" + token, invitation.email(), true));
        }
        return switch (links.join(token, form.stripped("name"), form.value("password"))) {
            case Joined.Done(User user) -> {
                SignInController.welcome(
                        signIn.welcome(user, SignInController.place(request), Factor.LINK), request, response);
                yield Page.redirect("/").toast(screen.t("identity.join.done", user.name()));
            }
            case Joined.EmailTaken taken -> throw gone();
            case Joined.Gone gone -> throw gone();
        };
    }

    @GetMapping("/new-password/{token}")
    Page showPassword(Screen screen, @PathVariable String token) {
        User user = links.findForPassword(token).orElseThrow(JoinController::gone);
        return Page.of(templates.identityJoin(screen, Form.empty(), "/new-password/" + token, user.email(), false));
    }

    @PostMapping("/new-password/{token}")
    Page setPassword(Screen screen, @PathVariable String token, @RequestParam Map<String, String> typed) {
        User user = links.findForPassword(token).orElseThrow(JoinController::gone);
        Form form = Form.of(typed);
        check(form, screen, user.name(), user.email());
        if (!form.isValid()) {
            return Page.of(
                    HttpStatus.UNPROCESSABLE_CONTENT,
                    templates.identityJoin(screen, form, "/new-password/" + token, user.email(), false));
        }
        Optional<User> changed = links.setPassword(token, form.value("password"));
        return changed.map(known -> Page.redirect("/sign-in").toast(screen.t("identity.join.password.done")))
                .orElseThrow(JoinController::gone);
    }

    private void check(Form form, Screen screen, String name, String email) {
        Fields.newPassword(
                form,
                form.value("password"),
                passwords,
                screen,
                name,
                email,
                companies.load().name());
    }

    private static Problem gone() {
        return Problem.of(HttpStatus.GONE, "IDN-130", "identity.join.gone");
    }
}
