package lazo.kernel.identity.web;

import jakarta.servlet.http.HttpServletRequest;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import lazo.kernel.identity.Company;
import lazo.kernel.identity.CompanySettings;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.User;
import lazo.platform.web.Viewer;
import lazo.platform.web.WhoIsAsking;
import lazo.platform.web.Workspace;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Gives screens their viewer and their company. */
@Component
class WhoIsSignedIn implements WhoIsAsking {
    private final CompanySettings companies;

    WhoIsSignedIn(CompanySettings companies) {
        this.companies = companies;
    }

    @Override
    public Optional<Viewer> viewer(HttpServletRequest request) {
        return SessionFilter.of(request)
                .map(signedIn -> viewer(
                        signedIn.user(),
                        signedIn.draftKey(),
                        companies.load(),
                        SessionFilter.really(request)
                                .filter(really -> SessionFilter.isViewing(request))
                                .map(really -> really.user().name())
                                .orElse(null)));
    }

    @Override
    public Optional<Long> really(HttpServletRequest request) {
        return SessionFilter.really(request).map(signedIn -> signedIn.user().id());
    }

    private static Viewer viewer(User user, String draftKey, Company company, @Nullable String seenBy) {
        Locale locale = user.locale() == null ? company.locale() : user.locale();
        ZoneId zone = user.zone() == null ? company.zone() : user.zone();
        return new Viewer(
                user.id(),
                user.name(),
                user.hue(),
                abilities(user.role()),
                locale,
                zone,
                user.theme(),
                user.shortcuts(),
                draftKey,
                seenBy);
    }

    private static Set<String> abilities(Role role) {
        return role.abilities().stream().map(Enum::name).collect(Collectors.toSet());
    }

    @Override
    public Optional<Workspace> workspace() {
        return companies
                .find()
                .map(company -> new Workspace(company.name(), company.locale(), company.currency(), company.zone()));
    }
}
