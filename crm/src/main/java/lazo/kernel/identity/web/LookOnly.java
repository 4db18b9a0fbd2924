package lazo.kernel.identity.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import lazo.platform.web.Problem;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Whoever looks as another user changes nothing, and does not see that user's account. */
@Configuration(proxyBeanMethods = false)
class LookOnly implements WebMvcConfigurer, HandlerInterceptor {
    private static final Set<String> ALWAYS = Set.of("/view-as/leave", "/sign-out", "/error");

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        String path = request.getRequestURI();
        boolean looks = request.getMethod().equals("GET") && !path.equals("/account") && !path.startsWith("/account/");
        if (SessionFilter.isViewing(request) && !looks && !ALWAYS.contains(path)) {
            throw Problem.forbidden("IDN-407", "identity.view-as.look-only");
        }
        return true;
    }
}
