package lazo.kernel.api.web;

import jakarta.servlet.http.HttpServletResponse;
import lazo.kernel.api.ApiKeys;
import lazo.kernel.api.RequestRates;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;

/**
 * Whoever asks under {@code /api} shows a key, or signs what they send to a webhook; sessions and their cookies are not looked
 * at, so no other site can ask.
 */
@Configuration(proxyBeanMethods = false)
class ApiSecurityConfiguration {
    private static final String CONTENT = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'";
    private static final int BEFORE_ALL = Ordered.HIGHEST_PRECEDENCE + 5;

    @Bean
    FilterRegistrationBean<ApiGate> apiGate(Answers answers) {
        var registration = new FilterRegistrationBean<>(new ApiGate(answers));
        registration.addUrlPatterns("/api/*");
        registration.setOrder(BEFORE_ALL);
        return registration;
    }

    @Bean
    @Order(1)
    SecurityFilterChain apiSecurity(HttpSecurity http, ApiKeys keys, RequestRates rates) throws Exception {
        return http.securityMatcher("/api/**")
                .sessionManagement(sessionless -> sessionless.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .anonymous(AbstractHttpConfigurer::disable)
                .csrf(AbstractHttpConfigurer::disable)
                .addFilterBefore(new KeyFilter(keys, rates), AuthorizationFilter.class)
                .addFilterAfter(new ContentFilter(), AuthorizationFilter.class)
                .authorizeHttpRequests(requests -> requests.requestMatchers(ApiGate.TOKEN_PATH, ApiGate.HOOKS)
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .exceptionHandling(refused -> refused.authenticationEntryPoint((request, response, why) -> {
                    response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
                    response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
                }))
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT)))
                .build();
    }
}
