package lazo.kernel.identity.web;

import java.util.List;
import lazo.kernel.identity.Sessions.SignedIn;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** A signed-in user as Spring Security sees one. */
class UserAuthentication extends AbstractAuthenticationToken {
    private final transient SignedIn signedIn;

    UserAuthentication(SignedIn signedIn) {
        super(List.of(
                new SimpleGrantedAuthority("ROLE_" + signedIn.user().role().name())));
        this.signedIn = signedIn;
        super.setAuthenticated(true);
    }

    @Override
    public Object getCredentials() {
        return "";
    }

    @Override
    public Object getPrincipal() {
        return signedIn;
    }

    @Override
    public String getName() {
        return Long.toString(signedIn.user().id());
    }
}
