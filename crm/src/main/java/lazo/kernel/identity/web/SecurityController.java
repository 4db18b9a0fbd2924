package lazo.kernel.identity.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import lazo.kernel.identity.Fresh;
import lazo.kernel.identity.Passkeys;
import lazo.kernel.identity.SecondFactors;
import lazo.kernel.identity.Sessions.SignedIn;
import lazo.platform.web.Form;
import lazo.platform.web.Page;
import lazo.platform.web.PublicAddress;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** How users prove who they are, besides the password: codes of an app, recovery codes, passkeys. */
@Controller
class SecurityController {
    private final SecondFactors secondFactors;
    private final Passkeys passkeys;
    private final PublicAddress address;
    private final Templates templates;

    SecurityController(SecondFactors secondFactors, Passkeys passkeys, PublicAddress address, Templates templates) {
        this.secondFactors = secondFactors;
        this.passkeys = passkeys;
        this.address = address;
        this.templates = templates;
    }

    @GetMapping("/account/security")
    Page show(Screen screen, SignedIn me, @RequestParam(defaultValue = "/") String later) {
        return page(screen, me, HttpStatus.OK, Form.empty(), Gate.safe(later));
    }

    private Page page(Screen screen, SignedIn me, HttpStatus status, Form form) {
        return page(screen, me, status, form, "/");
    }

    /** @param later where they go who set it up another day */
    private Page page(Screen screen, SignedIn me, HttpStatus status, Form form, String later) {
        var offer = secondFactors.offered(me.user());
        @Nullable QrDrawing drawing = offer.map(one -> QrDrawing.of(one.url())).orElse(null);
        return Page.of(
                status,
                templates.identitySecurity(
                        screen,
                        form,
                        me,
                        secondFactors.find(me.user().id()).orElse(null),
                        offer.orElse(null),
                        drawing,
                        passkeys.of(me.user().id()),
                        secondFactors.due(me.user().id()).orElse(null),
                        later));
    }

    @Fresh
    @PostMapping("/account/security/codes")
    Page offer(Screen screen, SignedIn me) {
        if (secondFactors.find(me.user().id()).isEmpty()) {
            secondFactors.offer(me.user());
        }
        return Page.redirect("/account/security");
    }

    @PostMapping("/account/security/codes/confirm")
    Page confirm(Screen screen, SignedIn me, @RequestParam(defaultValue = "") String code) {
        return secondFactors
                .confirm(me.user(), code)
                .map(codes -> Page.of(templates.identityRecovery(screen, codes)))
                .orElseGet(() -> page(
                        screen,
                        me,
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        Form.empty().reject("code", screen.t("identity.code.wrong"))));
    }

    @Fresh
    @PostMapping("/account/security/codes/remove")
    Page remove(Screen screen, SignedIn me) {
        secondFactors.remove(me.user().id());
        return Page.redirect("/account/security").toast(screen.t("identity.second.removed"));
    }

    @Fresh
    @PostMapping("/account/security/recovery")
    Page newRecoveryCodes(Screen screen, SignedIn me) {
        if (secondFactors.find(me.user().id()).isEmpty()) {
            return Page.redirect("/account/security");
        }
        List<String> codes = secondFactors.newRecoveryCodes(me.user().id());
        return Page.of(templates.identityRecovery(screen, codes));
    }

    @Fresh
    @GetMapping("/account/passkeys/new")
    Page startPasskey(Screen screen, SignedIn me, HttpServletRequest request) {
        return passkeyPage(screen, me, request, HttpStatus.OK, Form.of(Map.of("name", "")));
    }

    private Page passkeyPage(Screen screen, SignedIn me, HttpServletRequest request, HttpStatus status, Form form) {
        Passkeys.Question question = passkeys.askToRegister(me.user(), address.of(request));
        return Page.of(status, templates.identityPasskey(screen, form, question));
    }

    @Fresh
    @PostMapping("/account/passkeys")
    Page addPasskey(Screen screen, SignedIn me, @RequestParam Map<String, String> typed, HttpServletRequest request) {
        Form form = Form.of(typed);
        Fields.shortText(form, "name", screen.t("identity.passkey.name.missing"), screen);
        if (!form.isValid()) {
            return passkeyPage(screen, me, request, HttpStatus.UNPROCESSABLE_CONTENT, form);
        }
        boolean added = passkeys.register(
                me.user(), address.of(request), form.value("sealed"), form.value("answer"), form.stripped("name"));
        if (!added) {
            form.reject("name", screen.t("identity.passkey.refused"));
            return passkeyPage(screen, me, request, HttpStatus.UNPROCESSABLE_CONTENT, form);
        }
        return Page.redirect("/account/security").toast(screen.t("identity.passkey.added"));
    }

    @PostMapping("/account/passkeys/{id}")
    Page renamePasskey(Screen screen, SignedIn me, @PathVariable long id, @RequestParam Map<String, String> typed) {
        Form form = Form.of(typed);
        Fields.shortText(form, "name", screen.t("identity.passkey.name.missing"), screen);
        if (!form.isValid()) {
            Form refused = Form.empty().reject("name-" + id, String.valueOf(form.error("name")));
            return page(screen, me, HttpStatus.UNPROCESSABLE_CONTENT, refused);
        }
        passkeys.rename(me.user().id(), id, form.stripped("name"));
        return Page.redirect("/account/security").toast(screen.t("identity.passkey.renamed"));
    }

    @Fresh
    @PostMapping("/account/passkeys/{id}/remove")
    Page removePasskey(Screen screen, SignedIn me, @PathVariable long id) {
        passkeys.remove(me.user().id(), id);
        return Page.redirect("/account/security").toast(screen.t("identity.passkey.removed"));
    }
}
