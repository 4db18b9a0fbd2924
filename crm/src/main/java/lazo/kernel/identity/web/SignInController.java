package lazo.kernel.identity.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import lazo.kernel.identity.Factor;
import lazo.kernel.identity.IdentityProvider;
import lazo.kernel.identity.IdentityProviderSettings;
import lazo.kernel.identity.Passkeys;
import lazo.kernel.identity.SecondFactors;
import lazo.kernel.identity.Sessions;
import lazo.kernel.identity.SignIn;
import lazo.kernel.identity.SignIn.Outcome;
import lazo.kernel.identity.User;
import lazo.kernel.identity.Users;
import lazo.platform.web.EncryptedOnly;
import lazo.platform.web.Form;
import lazo.platform.web.Page;
import lazo.platform.web.PublicAddress;
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
    private final Passkeys passkeys;
    private final SecondFactors secondFactors;
    private final IdentityProviderSettings providers;
    private final PublicAddress address;
    private final Templates templates;

    SignInController(
            SignIn signIn,
            Sessions sessions,
            Users users,
            Passkeys passkeys,
            SecondFactors secondFactors,
            IdentityProviderSettings providers,
            PublicAddress address,
            Templates templates) {
        this.signIn = signIn;
        this.sessions = sessions;
        this.users = users;
        this.passkeys = passkeys;
        this.secondFactors = secondFactors;
        this.providers = providers;
        this.address = address;
        this.templates = templates;
    }

    @GetMapping("/sign-in")
    Page show(
            Screen screen,
            @RequestParam(defaultValue = "/") String back,
            @RequestParam Map<String, String> parameters,
            HttpServletRequest request) {
        if (users.isEmpty()) {
            return Page.redirect("/setup");
        }
        if (screen.isSignedIn()) {
            return Page.redirect(Gate.safe(back));
        }
        String note = parameters.containsKey("expired")
                ? screen.t("identity.sign-in.expired")
                : parameters.containsKey("stale")
                        ? screen.t("identity.sign-in.stale")
                        : EncryptedOnly.isSafe(request) ? "" : screen.t("identity.sign-in.plain");
        return door(screen, HttpStatus.OK, Form.empty(), back, note, request);
    }

    private Page door(
            Screen screen, HttpStatus status, Form form, String back, String note, HttpServletRequest request) {
        Passkeys.Question question = passkeys.askToSignIn(address.of(request));
        return Page.of(
                status,
                templates.identitySignIn(
                        screen,
                        form,
                        Gate.safe(back),
                        note,
                        question,
                        providers.active().map(IdentityProvider::label).orElse("")));
    }

    @PostMapping("/sign-in")
    Page enter(
            Screen screen,
            @RequestParam(defaultValue = "") String email,
            @RequestParam(defaultValue = "") String password,
            @RequestParam(defaultValue = "/") String back,
            HttpServletRequest request,
            HttpServletResponse response) {
        Form form = Form.of(Map.of("email", email));
        return answer(
                signIn.attempt(email, password, place(request)),
                screen,
                back,
                request,
                response,
                why -> door(screen, HttpStatus.UNPROCESSABLE_CONTENT, form.reject("password", why), back, "", request));
    }

    @PostMapping("/sign-in/code")
    Page code(
            Screen screen,
            @RequestParam(defaultValue = "") String pending,
            @RequestParam(defaultValue = "") String code,
            @RequestParam(defaultValue = "/") String back,
            HttpServletRequest request,
            HttpServletResponse response) {
        return answer(
                signIn.code(pending, code, place(request)),
                screen,
                back,
                request,
                response,
                why -> codePage(
                        screen, HttpStatus.UNPROCESSABLE_CONTENT, Form.empty().reject("code", why), pending, back));
    }

    private Page codePage(Screen screen, HttpStatus status, Form form, String pending, String back) {
        return Page.of(status, templates.identityCode(screen, form, pending, Gate.safe(back)));
    }

    @PostMapping("/sign-in/passkey")
    Page passkey(
            Screen screen,
            @RequestParam(defaultValue = "") String sealed,
            @RequestParam(defaultValue = "") String answer,
            @RequestParam(defaultValue = "/") String back,
            HttpServletRequest request,
            HttpServletResponse response) {
        Outcome outcome = passkeys.answered(address.of(request), sealed, answer)
                .flatMap(users::find)
                .filter(User::active)
                .<Outcome>map(user -> signIn.welcome(user, place(request), Factor.PASSKEY))
                .orElseGet(() -> signIn.refusedPasskey(place(request)));
        String refused = screen.t("identity.passkey.sign-in.refused");
        return answer(
                outcome,
                screen,
                back,
                request,
                response,
                why -> door(
                        screen,
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        Form.empty().reject("passkey", refused),
                        back,
                        "",
                        request));
    }

    /** @param refuse shows the page again with what is wrong */
    private Page answer(
            Outcome outcome,
            Screen screen,
            String back,
            HttpServletRequest request,
            HttpServletResponse response,
            Function<String, Page> refuse) {
        return switch (outcome) {
            case Outcome.Welcome welcome -> {
                welcome(welcome, request, response);
                // Whoever will need a second factor hears of it each time they come without.
                yield secondFactors.due(welcome.user().id()).isPresent()
                        ? Page.redirect(
                                "/account/security?later=" + URLEncoder.encode(Gate.safe(back), StandardCharsets.UTF_8))
                        : Page.redirect(Gate.safe(back));
            }
            case Outcome.CodeNeeded(String pending) -> codePage(screen, HttpStatus.OK, Form.empty(), pending, back);
            case Outcome.Refused() ->
                refuse.apply(screen.t(
                        request.getRequestURI().equals("/sign-in")
                                ? "identity.sign-in.refused"
                                : "identity.code.wrong"));
            case Outcome.Wait(Duration left) ->
                refuse.apply(screen.t("identity.sign-in.wait", minutes(left))).header("X-Lazo-Error", "IDN-102");
            case Outcome.PasskeyNeeded() -> refuse.apply(screen.t("identity.sign-in.passkey-needed"));
            case Outcome.Expired() ->
                door(
                        screen,
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        Form.empty(),
                        back,
                        screen.t("identity.sign-in.too-late"),
                        request);
        };
    }

    private static long minutes(Duration left) {
        return Math.max(1, (left.toSeconds() + 59) / 60);
    }

    static SignIn.Place place(HttpServletRequest request) {
        return new SignIn.Place(
                request.getRemoteAddr(),
                Cookies.DEVICE.in(request).orElse(null),
                Cookies.SESSION.in(request).orElse(null),
                request.getHeader("User-Agent"));
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
