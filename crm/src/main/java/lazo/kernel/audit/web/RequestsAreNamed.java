package lazo.kernel.audit.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import lazo.platform.database.OnBehalf;
import lazo.platform.web.RequestIds;
import lazo.platform.web.Viewer;
import lazo.platform.web.WhoIsAsking;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Tells the database for whom a request works, so that what it notes has a name. */
@Component
class RequestsAreNamed implements HandlerInterceptor, WebMvcConfigurer {
    private static final String READING = "-";

    private final WhoIsAsking who;

    RequestsAreNamed(WhoIsAsking who) {
        this.who = who;
    }

    @Override
    public void addInterceptors(InterceptorRegistry interceptors) {
        interceptors.addInterceptor(this);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        Long viewer = who.viewer(request).map(Viewer::id).orElse(null);
        Long really = who.really(request).orElse((Long) request.getAttribute(WhoIsAsking.PROGRAM_OF));
        boolean reads = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        OnBehalf.begin(
                really,
                viewer == null || viewer.equals(really) ? null : viewer,
                reads ? READING : RequestIds.of(request));
        return true;
    }

    @Override
    public void afterCompletion(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception failure) {
        OnBehalf.end();
    }
}
