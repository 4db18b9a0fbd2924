package lazo.kernel.api.web;

import jakarta.servlet.http.HttpServletRequest;
import lazo.kernel.api.ApiKey;
import lazo.kernel.api.ApiRefusal;
import lazo.kernel.identity.Ability;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.ObjectType;
import lazo.platform.web.WhoIsAsking;

/** The program that asks. */
record Caller(ApiKey key, Actor actor) {
    private static final String ATTRIBUTE = Caller.class.getName();

    void remember(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
        request.setAttribute(WhoIsAsking.PROGRAM_OF, actor.id());
    }

    /** @throws ApiRefusal when nobody has shown a key */
    static Caller of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof Caller caller) {
            return caller;
        }
        throw ApiRefusal.of(401, "API-401");
    }

    Caller reading(ObjectType type) {
        if (!key.scopes().read(type.key())) {
            throw ApiRefusal.of(403, "API-103", type.key() + ":read");
        }
        return this;
    }

    /** @param ability what the user of the key must have as well, as on screens */
    Caller readingAdministration(Ability ability) {
        return administering(key.scopes().readAdministration(), "admin:read", ability);
    }

    Caller writingAdministration(Ability ability) {
        return administering(key.scopes().writeAdministration(), "admin:write", ability);
    }

    private Caller administering(boolean inScope, String scope, Ability ability) {
        if (!inScope) {
            throw ApiRefusal.of(403, "API-103", scope);
        }
        if (!actor.may(ability)) {
            throw ApiRefusal.of(403, "API-104");
        }
        return this;
    }

    Caller writing(ObjectType type) {
        if (!key.scopes().write(type.key())) {
            throw ApiRefusal.of(403, "API-103", type.key() + ":write");
        }
        return this;
    }
}
