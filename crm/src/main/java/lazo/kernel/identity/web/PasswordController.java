package lazo.kernel.identity.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import lazo.kernel.identity.CompanySettings;
import lazo.kernel.identity.Factor;
import lazo.kernel.identity.Passwords;
import lazo.kernel.identity.Sessions.SignedIn;
import lazo.kernel.identity.SignIn;
import lazo.kernel.identity.User;
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

/** One's own password. A new one ends all sessions but this. */
@Controller
class PasswordController {
    private final Users users;
    private final Passwords passwords;
    private final SignIn signIn;
    private final CompanySettings companies;
    private final Templates templates;

    PasswordController(
            Users users, Passwords passwords, SignIn signIn, CompanySettings companies, Templates templates) {
        this.users = users;
        this.passwords = passwords;
        this.signIn = signIn;
        this.companies = companies;
        this.templates = templates;
    }

    @GetMapping("/account/password")
    Page show(Screen screen, SignedIn me) {
        return Page.of(templates.identityPassword(screen, Form.empty(), me.user()));
    }

    @PostMapping("/account/password")
    Page change(
            Screen screen,
            SignedIn me,
            @RequestParam(defaultValue = "") String current,
            @RequestParam(defaultValue = "") String password,
            HttpServletRequest request,
            HttpServletResponse response) {
        User user = me.user();
        Form form = Form.empty();
        switch (signIn.prove(user, current, request.getRemoteAddr())) {
            case RIGHT -> {
                if (current.equals(password)) {
                    form.reject("password", screen.t("identity.password.same"));
                }
            }
            case WRONG -> form.reject("current", screen.t("identity.password.current.wrong"));
            case TOO_MANY -> form.reject("current", screen.t("identity.password.current.wait"));
        }
        Fields.newPassword(
                form,
                password,
                passwords,
                screen,
                user.name(),
                user.email(),
                companies.load().name());
        if (!form.isValid()) {
            return Page.of(HttpStatus.UNPROCESSABLE_CONTENT, templates.identityPassword(screen, form, user));
        }
        users.setPassword(user.id(), password, false);
        SignInController.welcome(
                signIn.welcome(user, SignInController.place(request), Factor.PASSWORD), request, response);
        String next = user.mustChangePassword() ? "/" : "/account";
        return Page.redirect(next).toast(screen.t("identity.password.changed"));
    }
}
