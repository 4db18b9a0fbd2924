package lazo.kernel.identity.web;

import lazo.kernel.identity.Sessions.SignedIn;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** A signed-in user as Spring Security sees one: with an authority for each ability of their role. */
class UserAuthentication extends AbstractAuthenticationToken {
    private final transient SignedIn signedIn;

    UserAuthentication(SignedIn signedIn) {
        super(signedIn.user().role().abilities().stream()
                .map(ability -> new SimpleGrantedAuthority(ability.name()))
                .toList());
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
