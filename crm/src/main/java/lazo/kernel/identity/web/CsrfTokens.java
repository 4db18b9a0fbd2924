package lazo.kernel.identity.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import lazo.kernel.identity.Sessions.SignedIn;
import lazo.kernel.identity.Tokens;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.csrf.DefaultCsrfToken;

/**
 * In a session the CSRF token is that of the session, and stays when the session gets a new one for its cookie. Before it, at sign-in and at the
 * first visit, a random one stands in a cookie and in the form.
 */
class CsrfTokens implements CsrfTokenRepository {
    private static final String HEADER = "X-CSRF-TOKEN";
    private static final String FIELD = "_csrf";

    @Override
    public CsrfToken generateToken(HttpServletRequest request) {
        return token(ofSession(request).orElseGet(Tokens::random));
    }

    @Override
    public void saveToken(@Nullable CsrfToken token, HttpServletRequest request, HttpServletResponse response) {
        if (token != null && ofSession(request).isEmpty()) {
            Cookies.CSRF.set(request, response, token.getToken());
        }
    }

    @Override
    public @Nullable CsrfToken loadToken(HttpServletRequest request) {
        Optional<String> token =
                ofSession(request).or(() -> Cookies.CSRF.in(request).filter(value -> value.length() > 40));
        return token.map(CsrfTokens::token).orElse(null);
    }

    private static Optional<String> ofSession(HttpServletRequest request) {
        return SessionFilter.of(request).map(SignedIn::csrf);
    }

    private static CsrfToken token(String value) {
        return new DefaultCsrfToken(HEADER, FIELD, value);
    }
}
