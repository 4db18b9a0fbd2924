package lazo.kernel.identity.web;

import lazo.kernel.identity.Ability;
import lazo.kernel.identity.Sessions;
import lazo.kernel.identity.Viewing;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.csrf.XorCsrfTokenRequestAttributeHandler;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/** Who may ask for what, and the headers every answer carries. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
    private static final String CONTENT = String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "manifest-src 'self'",
            "worker-src 'self'");
    private static final String DEVICES = "accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(),"
            + " microphone=(), midi=(), payment=(), usb=()";

    @Bean
    SecurityFilterChain security(HttpSecurity http, Sessions sessions, Viewing viewing, Gate gate, RateFilter rates)
            throws Exception {
        return http.sessionManagement(sessionless -> sessionless.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .addFilterBefore(new SessionFilter(sessions, viewing), CsrfFilter.class)
                .addFilterAfter(rates, CsrfFilter.class)
                .csrf(csrf -> csrf.csrfTokenRepository(new CsrfTokens())
                        .csrfTokenRequestHandler(new XorCsrfTokenRequestAttributeHandler()))
                .authorizeHttpRequests(requests -> requests.requestMatchers(
                                "/sign-in",
                                "/sign-in/**",
                                "/setup",
                                "/join/*",
                                "/new-password/*",
                                "/p/**",
                                "/assets/**",
                                "/manifest.webmanifest",
                                "/favicon.ico",
                                "/sw.js",
                                "/offline",
                                "/health/*",
                                "/metrics",
                                "/error")
                        .permitAll()
                        .requestMatchers("/settings")
                        .authenticated()
                        .requestMatchers(
                                "/settings/users/**",
                                "/settings/invitations/**",
                                "/settings/teams/**",
                                "/settings/units/**")
                        .hasAuthority(Ability.USERS.name())
                        .requestMatchers("/settings/audit/**")
                        .hasAuthority(Ability.AUDIT.name())
                        .requestMatchers("/settings/privacy/**")
                        .hasAuthority(Ability.PRIVACY.name())
                        .requestMatchers("/settings/roles/**")
                        .hasAuthority(Ability.ROLES.name())
                        .requestMatchers("/settings/objects/**")
                        .hasAuthority(Ability.OBJECTS.name())
                        .requestMatchers("/settings/pipelines/**", "/settings/assignment/**")
                        .hasAuthority(Ability.SALES.name())
                        .requestMatchers("/settings/api/**", "/settings/webhooks/**", "/settings/webhook-sources/**")
                        .hasAuthority(Ability.API.name())
                        .requestMatchers("/settings/ledger/**")
                        .hasAuthority(Ability.ACCOUNTING.name())
                        .requestMatchers("/settings/**")
                        .hasAuthority(Ability.COMPANY.name())
                        .anyRequest()
                        .authenticated())
                .exceptionHandling(
                        refused -> refused.authenticationEntryPoint(gate).accessDeniedHandler(gate))
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN))
                        .permissionsPolicyHeader(policy -> policy.policy(DEVICES))
                        .crossOriginOpenerPolicy(policy -> policy.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
                        .crossOriginResourcePolicy(policy -> policy.policy(CrossOriginResourcePolicy.SAME_ORIGIN))
                        .cacheControl(cache -> cache.disable()))
                .build();
    }

    /** Stands in the chain above and nowhere else. */
    @Bean
    FilterRegistrationBean<RateFilter> notForEverything(RateFilter rates) {
        var registration = new FilterRegistrationBean<>(rates);
        registration.setEnabled(false);
        return registration;
    }

    /** Keeps Spring Boot from making a user of its own. */
    @Bean
    UserDetailsService noUsersOfSpring() {
        return name -> {
            throw new UsernameNotFoundException(name);
        };
    }
}
