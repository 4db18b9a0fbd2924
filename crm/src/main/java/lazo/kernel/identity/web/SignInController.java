package lazo.kernel.identity.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Map;
import lazo.kernel.identity.Sessions;
import lazo.kernel.identity.SignIn;
import lazo.kernel.identity.SignIn.Outcome;
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

/** In and out. */
@Controller
class SignInController {
    private final SignIn signIn;
    private final Sessions sessions;
    private final Users users;
    private final Templates templates;

    SignInController(SignIn signIn, Sessions sessions, Users users, Templates templates) {
        this.signIn = signIn;
        this.sessions = sessions;
        this.users = users;
        this.templates = templates;
    }

    @GetMapping("/sign-in")
    Page show(
            Screen screen,
            @RequestParam(defaultValue = "/") String back,
            @RequestParam Map<String, String> parameters) {
        if (users.isEmpty()) {
            return Page.redirect("/setup");
        }
        if (screen.isSignedIn()) {
            return Page.redirect(Gate.safe(back));
        }
        String note = parameters.containsKey("expired")
                ? screen.t("identity.sign-in.expired")
                : parameters.containsKey("stale") ? screen.t("identity.sign-in.stale") : "";
        return Page.of(templates.identitySignIn(screen, Form.empty(), Gate.safe(back), note));
    }

    @PostMapping("/sign-in")
    Page enter(
            Screen screen,
            @RequestParam(defaultValue = "") String email,
            @RequestParam(defaultValue = "") String password,
            @RequestParam(defaultValue = "/") String back,
            HttpServletRequest request,
            HttpServletResponse response) {
        return switch (signIn.attempt(email, password, place(request))) {
            case Outcome.Welcome welcome -> {
                welcome(welcome, request, response);
                yield Page.redirect(Gate.safe(back));
            }
            case Outcome.Refused() -> refuse(screen, email, back, screen.t("identity.sign-in.refused"));
            case Outcome.Wait(Duration left) ->
                refuse(screen, email, back, screen.t("identity.sign-in.wait", minutes(left)));
        };
    }

    private static long minutes(Duration left) {
        return Math.max(1, (left.toSeconds() + 59) / 60);
    }

    private Page refuse(Screen screen, String email, String back, String why) {
        Form form = Form.of(Map.of("email", email)).reject("password", why);
        return Page.of(HttpStatus.UNPROCESSABLE_CONTENT, templates.identitySignIn(screen, form, Gate.safe(back), ""));
    }

    static SignIn.Place place(HttpServletRequest request) {
        return new SignIn.Place(
                request.getRemoteAddr(), Cookies.DEVICE.in(request).orElse(null), request.getHeader("User-Agent"));
    }

    static void welcome(Outcome.Welcome welcome, HttpServletRequest request, HttpServletResponse response) {
        Cookies.SESSION.set(request, response, welcome.token());
        Cookies.DEVICE.set(request, response, welcome.device());
        Cookies.CSRF.clear(request, response);
    }

    @PostMapping("/sign-out")
    Page leave(HttpServletRequest request, HttpServletResponse response) {
        Cookies.SESSION.in(request).ifPresent(sessions::end);
        Cookies.SESSION.clear(request, response);
        response.setHeader("Clear-Site-Data", "\"cache\"");
        return Page.redirect("/sign-in");
    }
}
