package lazo.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.mock.web.MockHttpServletRequest;

@Tag("RE-05")
class PublicAddressTest {
    private static PublicAddress address(String url) {
        return new PublicAddress(new MockEnvironment().withProperty("lazo.url", url));
    }

    private static MockHttpServletRequest request(String scheme, String host, int port) {
        var request = new MockHttpServletRequest();
        request.setScheme(scheme);
        request.setServerName(host);
        request.setServerPort(port);
        return request;
    }

    @Test
    void a_forged_host_never_gets_into_a_link_once_the_address_is_known() {
        PublicAddress known = address(" https://crm.almena.example/ ");
        assertThat(known.of(request("http", "evil.example", 80))).hasToString("https://crm.almena.example");
        assertThat(known.configured()).map(Object::toString).hasValue("https://crm.almena.example");
    }

    @Test
    void without_it_the_browser_is_answered_with_what_it_calls_us_and_nobody_else_is() {
        assertThat(address("").of(request("http", "localhost", 8080))).hasToString("http://localhost:8080");
        assertThat(address("").of(request("https", "crm.almena.example", 443)))
                .hasToString("https://crm.almena.example");
        assertThat(address("").configured()).isEmpty();
    }

    @Test
    void what_is_no_address_is_said_at_the_start() {
        assertThatThrownBy(() -> address("crm.almena.example")).hasMessageContaining("LAZO_URL");
        assertThatThrownBy(() -> address("ftp://crm.almena.example")).hasMessageContaining("LAZO_URL");
    }
}
