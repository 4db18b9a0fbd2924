package lazo.kernel.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import lazo.LazoTest;
import lazo.Visitor;
import lazo.Visitor.Answer;
import lazo.kernel.api.Program;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

/** What every answer carries, whatever it is the answer to. */
@Tag("RE-05")
class HeadersTest extends LazoTest {
    @Autowired
    Environment environment;

    @Test
    void every_kind_of_answer_carries_the_headers_that_protect_it() {
        Visitor visitor = signedIn(user(Role.ADMINISTRATOR, null));
        for (String path : List.of(
                "/",
                "/account/security",
                "/settings/sso",
                "/no/such/page",
                "/settings/users/999999999",
                "/join/forged",
                "/assets/nothing.css",
                "/o/contact/export.csv",
                "/manifest.webmanifest",
                "/confirm")) {
            Answer answer = visitor.get(path);
            assertThat(answer.header("Content-Security-Policy"))
                    .as(path)
                    .contains("default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'")
                    .doesNotContain("unsafe", "*");
            assertThat(answer.header("X-Content-Type-Options")).as(path).isEqualTo("nosniff");
            assertThat(answer.header("Referrer-Policy")).as(path).isEqualTo("same-origin");
            assertThat(answer.header("Permissions-Policy")).as(path).contains("camera=()");
            assertThat(answer.header("Cross-Origin-Opener-Policy")).as(path).isEqualTo("same-origin");
            if (answer.header("Content-Type").startsWith("text/")) {
                assertThat(answer.header("Content-Type")).as(path).containsIgnoringCase("charset=utf-8");
            }
            assertThat(answer.headers().firstValue("Server")).as(path).isEmpty();
            assertThat(answer.headers().firstValue("X-Powered-By")).as(path).isEmpty();
        }
        assertThat(visitor().get("/sign-in").header("Cache-Control")).contains("no-store");
        assertThat(visitor().get("/join/forged").header("Cache-Control")).contains("no-store");
    }

    @Test
    void another_computer_is_answered_over_https_only() {
        User user = user(Role.SELLER, null);
        Visitor plain = visitor().with("X-Forwarded-For", "203.0.113.50");
        Answer refused = plain.get("/sign-in");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.header("X-Lazo-Error")).isEqualTo("WEB-426");
        assertThat(refused.body()).contains("https").doesNotContain("name=\"password\"");
        plain.give(
                "lazo_session",
                signedIn(user).cookie("lazo_session").orElseThrow().getValue());
        assertThat(plain.get("/account").status()).isEqualTo(403);
        assertThat(plain.get("/health/live").status()).isEqualTo(200);
        var program = new Program(url(""), "lazo_any_key");
        assertThat(program.get("/api/v1/objects", "X-Forwarded-For", "203.0.113.50")
                        .code())
                .isEqualTo("API-426");
        assertThat(visitor().from("203.0.113.50").signIn(user.email(), PASSWORD).status())
                .isEqualTo(303);
        assertThat(environment.getProperty("server.address")).isEqualTo("127.0.0.1");
    }

    @Test
    void over_https_cookies_belong_to_this_host_alone() {
        User user = user(Role.SELLER, null);
        Visitor secure = visitor().with("X-Forwarded-Proto", "https");
        secure.get("/sign-in");
        Answer in = secure.signIn(user.email(), PASSWORD);
        assertThat(in.header("Strict-Transport-Security")).contains("max-age=31536000", "includeSubDomains");
        assertThat(in.headers().allValues("Set-Cookie"))
                .filteredOn(cookie -> !cookie.contains("lazo_toast"))
                .isNotEmpty()
                .allSatisfy(cookie -> assertThat(cookie)
                        .startsWith("__Host-lazo_")
                        .contains("Secure", "HttpOnly", "Path=/", "SameSite=Lax")
                        .doesNotContain("Domain"));
    }

    @Test
    void a_cookie_set_over_http_opens_nothing_over_https() {
        User user = user(Role.SELLER, null);
        Visitor plain = signedIn(user);
        assertThat(plain.get("/account").status()).isEqualTo(200);
        plain.with("X-Forwarded-Proto", "https");
        assertThat(plain.get("/account").status()).isEqualTo(303);
    }

    @Test
    void a_forged_host_does_not_get_into_a_way_to_another_page() {
        Visitor visitor = visitor().with("X-Forwarded-Host", "evil.example").with("Forwarded", "host=evil.example");
        for (String path : List.of("/", "/account", "/confirm?back=/", "/sign-in/sso", "/settings/users")) {
            Answer answer = visitor.get(path);
            assertThat(answer.location() + answer.body()).as(path).doesNotContain("evil.example");
        }
    }
}
