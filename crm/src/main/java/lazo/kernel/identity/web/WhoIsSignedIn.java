package lazo.kernel.identity.web;

import jakarta.servlet.http.HttpServletRequest;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import lazo.kernel.identity.Company;
import lazo.kernel.identity.CompanySettings;
import lazo.kernel.identity.User;
import lazo.platform.web.Viewer;
import lazo.platform.web.WhoIsAsking;
import lazo.platform.web.Workspace;
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
        return SessionFilter.of(request).map(signedIn -> viewer(signedIn.user(), companies.load()));
    }

    private static Viewer viewer(User user, Company company) {
        Locale locale = user.locale() == null ? company.locale() : user.locale();
        ZoneId zone = user.zone() == null ? company.zone() : user.zone();
        return new Viewer(
                user.id(),
                user.name(),
                user.hue(),
                Set.of(user.role().name()),
                locale,
                zone,
                user.theme(),
                user.shortcuts());
    }

    @Override
    public Optional<Workspace> workspace() {
        return companies
                .find()
                .map(company -> new Workspace(company.name(), company.locale(), company.currency(), company.zone()));
    }
}
