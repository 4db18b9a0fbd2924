package lazo.kernel.identity.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Sessions.SignedIn;
import lazo.kernel.identity.Users;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Lets controllers take the {@link Actor} who is asking. */
@Component
class Actors implements HandlerMethodArgumentResolver {
    private final Users users;

    Actors(Users users) {
        this.users = users;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Actor.class || parameter.getParameterType() == SignedIn.class;
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest web,
            @Nullable WebDataBinderFactory binders) {
        HttpServletRequest request = Objects.requireNonNull(web.getNativeRequest(HttpServletRequest.class));
        SignedIn signedIn = SessionFilter.of(request)
                .orElseThrow(() -> new IllegalStateException(request.getRequestURI()
                        + " is open to everybody, so nobody may be asking; it cannot take an Actor"));
        return parameter.getParameterType() == SignedIn.class
                ? signedIn
                : users.actor(signedIn.user().id());
    }
}
