package lazo.kernel.identity.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lazo.kernel.identity.Ability;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Company;
import lazo.kernel.identity.Factor;
import lazo.kernel.identity.Passwords;
import lazo.kernel.identity.SampleData;
import lazo.kernel.identity.Setup;
import lazo.kernel.identity.SetupCode;
import lazo.kernel.identity.SignIn;
import lazo.kernel.identity.User;
import lazo.kernel.identity.Users;
import lazo.platform.web.Form;
import lazo.platform.web.Page;
import lazo.platform.web.Problem;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The first visit: who administers, which company, and how to begin. Gone as soon as there is a user. */
@Controller
class SetupController {
    private static final List<String> FORWARDED =
            List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via");

    private final Setup setup;
    private final SetupCode code;
    private final Users users;
    private final Passwords passwords;
    private final SignIn signIn;
    private final Choices choices;
    private final ObjectProvider<SampleData> samples;
    private final Templates templates;

    SetupController(
            Setup setup,
            SetupCode code,
            Users users,
            Passwords passwords,
            SignIn signIn,
            Choices choices,
            ObjectProvider<SampleData> samples,
            Templates templates) {
        this.setup = setup;
        this.code = code;
        this.users = users;
        this.passwords = passwords;
        this.signIn = signIn;
        this.choices = choices;
        this.samples = samples;
        this.templates = templates;
    }

    @GetMapping("/setup")
    Page show(Screen screen, HttpServletRequest request) {
        if (!users.isEmpty()) {
            return Page.redirect("/");
        }
        Map<String, String> guesses = new HashMap<>();
        guesses.put("language", choices.nearestLanguage(screen.locale()));
        guesses.put("currency", "EUR");
        guesses.put("zone", choices.nearestZone(ZoneId.systemDefault()));
        return page(screen, request, HttpStatus.OK, Form.of(guesses));
    }

    @PostMapping("/setup")
    Page run(
            Screen screen,
            @RequestParam Map<String, String> typed,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (!users.isEmpty()) {
            return Page.redirect("/");
        }
        Form form = Form.of(typed);
        check(form, screen, request);
        if (!form.isValid()) {
            return page(screen, request, HttpStatus.UNPROCESSABLE_CONTENT, form);
        }
        Company company = SettingsController.company(form);
        Optional<User> administrator =
                setup.run(company, form.stripped("name"), form.stripped("email"), form.value("password"));
        administrator.ifPresent(user -> SignInController.welcome(
                signIn.welcome(user, SignInController.place(request), Factor.LINK), request, response));
        return Page.redirect(administrator.isPresent() ? "/setup/start" : "/");
    }

    private void check(Form form, Screen screen, HttpServletRequest request) {
        if (needsCode(request) && !code.is(form.value("code"))) {
            form.reject("code", screen.t("identity.setup.code.wrong"));
        }
        Fields.person(form, screen);
        Fields.company(form, screen, choices);
        Fields.newPassword(
                form,
                form.value("password"),
                passwords,
                screen,
                form.value("name"),
                form.value("email"),
                form.value("company"));
    }

    private Page page(Screen screen, HttpServletRequest request, HttpStatus status, Form form) {
        return Page.of(
                status,
                templates.identitySetup(
                        screen,
                        form,
                        choices.languages(),
                        choices.currencies(screen),
                        choices.zones(),
                        needsCode(request)));
    }

    /** Only a browser on this very computer, speaking to it without a go-between, may do without the code. */
    static boolean needsCode(HttpServletRequest request) {
        boolean forwarded = FORWARDED.stream().anyMatch(header -> request.getHeader(header) != null);
        boolean local = List.of("localhost", "127.0.0.1", "[::1]", "::1").contains(request.getServerName());
        return forwarded || !local || !isLoopback(request.getRemoteAddr());
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException notAnAddress) {
            return false;
        }
    }

    @GetMapping("/setup/start")
    Page begin(Screen screen, Actor actor) {
        administrator(actor);
        return Page.of(templates.identityStart(screen, samples.stream().anyMatch(SampleData::mayLoad)));
    }

    @PostMapping("/setup/sample")
    Page sample(Screen screen, Actor actor) {
        administrator(actor);
        SampleData sample = samples.stream()
                .filter(SampleData::mayLoad)
                .findFirst()
                .orElseThrow(() -> Problem.of(HttpStatus.CONFLICT, "IDN-410", "identity.start.sample.late"));
        sample.load(actor);
        return Page.redirect("/").toast(screen.t("identity.start.sample.done"));
    }

    private static void administrator(Actor actor) {
        if (!actor.may(Ability.COMPANY)) {
            throw Problem.forbidden("IDN-403");
        }
    }
}
