package lazo.kernel.identity.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import lazo.kernel.identity.IdentityProvider;
import lazo.kernel.identity.IdentityProviderSettings;
import lazo.kernel.identity.Passkeys;
import lazo.kernel.identity.Sessions;
import lazo.kernel.identity.Sessions.SignedIn;
import lazo.kernel.identity.SignIn;
import lazo.kernel.identity.Users;
import lazo.kernel.identity.web.Confirmation.Waiting;
import lazo.platform.web.Form;
import lazo.platform.web.Page;
import lazo.platform.web.PublicAddress;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Proves once more who is asking, before something delicate, and goes on with it. */
@Controller
@ControllerAdvice
class ConfirmController {
    private final Confirmation confirmation;
    private final SignIn signIn;
    private final Sessions sessions;
    private final Users users;
    private final Passkeys passkeys;
    private final PublicAddress address;
    private final IdentityProviderSettings providers;
    private final Templates templates;

    ConfirmController(
            Confirmation confirmation,
            SignIn signIn,
            Sessions sessions,
            Users users,
            Passkeys passkeys,
            PublicAddress address,
            IdentityProviderSettings providers,
            Templates templates) {
        this.confirmation = confirmation;
        this.signIn = signIn;
        this.sessions = sessions;
        this.users = users;
        this.passkeys = passkeys;
        this.address = address;
        this.providers = providers;
        this.templates = templates;
    }

    @ExceptionHandler(Confirmation.Needed.class)
    Page ask(Screen screen, HttpServletRequest request) {
        String page = Gate.referer(request).map(Gate::safe).orElse("/");
        if (screen.isHtmx()) {
            return Page.redirect(confirm(page));
        }
        if (request.getMethod().equals("GET")) {
            return Page.redirect(confirm(Gate.pathAndQuery(request)));
        }
        SignedIn me = SessionFilter.of(request).orElseThrow();
        return page(
                        screen,
                        me,
                        request,
                        HttpStatus.FORBIDDEN,
                        Form.of(Map.of("back", page, "form", confirmation.seal(request, me))))
                .header("X-Lazo-Error", "IDN-170");
    }

    private static String confirm(String back) {
        return "/confirm?back=" + URLEncoder.encode(back, StandardCharsets.UTF_8);
    }

    @GetMapping("/confirm")
    Page show(Screen screen, SignedIn me, @RequestParam(defaultValue = "/") String back, HttpServletRequest request) {
        return page(screen, me, request, HttpStatus.OK, Form.of(Map.of("back", Gate.safe(back))));
    }

    @PostMapping("/confirm")
    @Nullable
    Page prove(
            Screen screen,
            SignedIn me,
            @RequestParam Map<String, String> typed,
            HttpServletRequest request,
            HttpServletResponse response)
            throws ServletException, IOException {
        Form form = Form.of(typed);
        switch (signIn.prove(me.user(), form.value("password"), request.getRemoteAddr())) {
            case RIGHT -> {}
            case WRONG -> form.reject("password", screen.t("identity.password.current.wrong"));
            case TOO_MANY -> form.reject("password", screen.t("identity.password.current.wait"));
        }
        return form.isValid()
                ? proceed(me, form, request, response)
                : page(screen, me, request, HttpStatus.UNPROCESSABLE_CONTENT, form);
    }

    @PostMapping("/confirm/passkey")
    @Nullable
    Page provePasskey(
            Screen screen,
            SignedIn me,
            @RequestParam Map<String, String> typed,
            HttpServletRequest request,
            HttpServletResponse response)
            throws ServletException, IOException {
        Form form = Form.of(typed);
        if (passkeys.confirmed(me.user(), address.of(request), form.value("sealed"), form.value("answer"))) {
            return proceed(me, form, request, response);
        }
        signIn.refusedPasskey(me.user(), request.getRemoteAddr());
        form.reject("passkey", screen.t("identity.confirm.passkey.refused"));
        return page(screen, me, request, HttpStatus.UNPROCESSABLE_CONTENT, form);
    }

    /** On with what was asked for, now that it is known who asks. */
    private @Nullable Page proceed(SignedIn me, Form form, HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        Optional<Waiting> waiting = confirmation.open(form.value("form"), me);
        sessions.confirm(me.sessionId()).ifPresent(fresh -> SessionFilter.replace(fresh, request, response));
        if (waiting.isEmpty()) {
            return Page.redirect(Gate.safe(form.value("back")));
        }
        request.removeAttribute(Screen.class.getName());
        request.getRequestDispatcher(waiting.get().path())
                .forward(new Confirmation.Resumed(request, waiting.get()), response);
        return null;
    }

    private Page page(Screen screen, SignedIn me, HttpServletRequest request, HttpStatus status, Form form) {
        return Page.of(
                status,
                templates.identityConfirm(
                        screen,
                        form,
                        me.user(),
                        Gate.safe(form.value("back")),
                        users.hasPassword(me.user().id()),
                        passkeys.askToConfirm(me.user(), address.of(request)).orElse(null),
                        providers.active().map(IdentityProvider::label).orElse("")));
    }
}
