package lazo.kernel.identity.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import lazo.kernel.identity.Ability;
import lazo.kernel.identity.Fresh;
import lazo.kernel.identity.IdentityProvider;
import lazo.kernel.identity.IdentityProviderSettings;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.Roles;
import lazo.kernel.identity.SingleSignOn;
import lazo.platform.web.Form;
import lazo.platform.web.Option;
import lazo.platform.web.Page;
import lazo.platform.web.PublicAddress;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The company's identity provider, for administrators. */
@Controller
class SsoSettingsController {
    private static final List<Ability> POWERS = List.of(Ability.COMPANY, Ability.USERS, Ability.ROLES);

    private final IdentityProviderSettings settings;
    private final SingleSignOn singleSignOn;
    private final Roles roles;
    private final PublicAddress address;
    private final Templates templates;

    SsoSettingsController(
            IdentityProviderSettings settings,
            SingleSignOn singleSignOn,
            Roles roles,
            PublicAddress address,
            Templates templates) {
        this.settings = settings;
        this.singleSignOn = singleSignOn;
        this.roles = roles;
        this.address = address;
        this.templates = templates;
    }

    @GetMapping("/settings/sso")
    Page show(Screen screen, HttpServletRequest request) {
        Form form = settings.find().map(SsoSettingsController::form).orElseGet(() -> Form.of(Map.of("active", "on")));
        return page(screen, request, HttpStatus.OK, form);
    }

    private static Form form(IdentityProvider provider) {
        Map<String, String> values = new HashMap<>();
        values.put("label", provider.label());
        values.put("issuer", provider.issuer().toString());
        values.put("client", provider.clientId());
        values.put("private", provider.privateNetwork() ? "on" : "");
        values.put(
                "role",
                provider.defaultRole() == null ? "" : provider.defaultRole().key());
        values.put("active", provider.active() ? "on" : "");
        return Form.of(values);
    }

    @Fresh
    @PostMapping("/settings/sso")
    Page save(Screen screen, @RequestParam Map<String, String> typed, HttpServletRequest request) {
        Form form = Form.of(typed);
        Optional<IdentityProvider> provider = provider(form, screen);
        String secret = form.stripped("secret");
        if (secret.isEmpty() && settings.find().isEmpty()) {
            form.reject("secret", screen.t("identity.sso.secret.missing"));
        } else if (secret.length() > 500) {
            form.reject("secret", screen.t("identity.field.too-long", 500));
        }
        if (form.isValid()
                && provider.isPresent()
                && provider.get().active()
                && !singleSignOn.answers(provider.get())) {
            form.reject("issuer", screen.t("identity.sso.issuer.silent"));
        }
        if (!form.isValid() || provider.isEmpty()) {
            return page(screen, request, HttpStatus.UNPROCESSABLE_CONTENT, form);
        }
        settings.save(provider.get(), secret.isEmpty() ? null : secret);
        return Page.redirect("/settings/sso").toast(screen.t("identity.sso.saved"));
    }

    private Optional<IdentityProvider> provider(Form form, Screen screen) {
        Fields.shortText(form, "label", screen.t("identity.sso.label.missing"), screen);
        if (form.stripped("client").isEmpty() || form.stripped("client").length() > 300) {
            form.reject("client", screen.t("identity.sso.client.missing"));
        }
        Optional<URI> issuer = issuer(form.stripped("issuer"));
        if (issuer.isEmpty()) {
            form.reject("issuer", screen.t("identity.sso.issuer.invalid"));
        }
        Optional<Role> role =
                open().filter(one -> one.key().equals(form.value("role"))).findFirst();
        if (role.isEmpty() && !form.value("role").isEmpty()) {
            form.reject("role", screen.t("identity.field.choose"));
        }
        return issuer.filter(known -> form.isValid())
                .map(known -> new IdentityProvider(
                        form.stripped("label"),
                        known,
                        form.stripped("client"),
                        form.value("private").equals("on"),
                        role.orElse(null),
                        form.value("active").equals("on")));
    }

    /** Roles that give nobody power over other users. */
    private Stream<Role> open() {
        return roles.all().stream().filter(role -> POWERS.stream().noneMatch(role::may));
    }

    private static Optional<URI> issuer(String text) {
        try {
            URI uri = URI.create(text);
            boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            boolean plain = uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
            return web && plain && text.length() <= 300 ? Optional.of(uri) : Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    @Fresh
    @PostMapping("/settings/sso/remove")
    Page remove(Screen screen) {
        settings.remove();
        return Page.redirect("/settings/sso").toast(screen.t("identity.sso.removed"));
    }

    private Page page(Screen screen, HttpServletRequest request, HttpStatus status, Form form) {
        List<Option> given = new ArrayList<>();
        given.add(new Option("", screen.t("identity.sso.role.none")));
        open().forEach(role -> given.add(new Option(role.key(), role.label(screen::t))));
        return Page.of(
                status,
                templates.identitySso(
                        screen, form, given, settings.find().isPresent(), address.of(request) + "/sign-in/sso/return"));
    }
}
