package lazo.kernel.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import lazo.LazoTest;
import lazo.Visitor;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.User;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@Tag("COL-14")
class NotificationsTest extends LazoTest {
    @Autowired
    Notifications notifications;

    private void tell(User user, String text) {
        notifications.tell(Set.of(user.id()), NotificationKind.IMPORT, "/import", text, null);
    }

    @Test
    void what_is_told_is_listed_until_it_is_read() {
        User user = user(Role.SELLER, null);
        tell(user, "clientes.csv");
        Visitor visitor = signedIn(user);
        assertThat(visitor.get("/account/notifications/unread").body()).isEqualTo("1");
        assertThat(visitor.get("/account/notifications").body())
                .contains("La importación ha terminado", "clientes.csv");
        long id = notifications.of(actor(user), true).getFirst().id();
        assertThat(visitor.post("/account/notifications/" + id).location()).isEqualTo("/import");
        assertThat(visitor.get("/account/notifications/unread").body()).isEqualTo("0");
        assertThat(visitor.get("/account/notifications?unread=true").body()).contains("No tienes nada sin leer.");
    }

    @Test
    void everything_is_read_at_once() {
        User user = user(Role.SELLER, null);
        tell(user, "uno.csv");
        tell(user, "dos.csv");
        Visitor visitor = signedIn(user);
        assertThat(visitor.post("/account/notifications/read-all").status()).isEqualTo(303);
        assertThat(notifications.unread(user.id())).isZero();
    }

    @Test
    void nobody_reads_the_notification_of_another() {
        User user = user(Role.SELLER, null);
        tell(user, "clientes.csv");
        long id = notifications.of(actor(user), true).getFirst().id();
        assertThat(signedIn(user(Role.SELLER, null))
                        .post("/account/notifications/" + id)
                        .status())
                .isEqualTo(404);
        assertThat(notifications.unread(user.id())).isEqualTo(1);
    }

    @Test
    void a_kind_that_is_switched_off_is_not_told() {
        User user = user(Role.SELLER, null);
        Visitor visitor = signedIn(user);
        visitor.get("/account/notifications/preferences");
        visitor.post("/account/notifications/preferences", "MENTION", "APP", "IMPORT", "OFF", "COMMENT", "SOMEHOW");
        assertThat(notifications.preferences(user.id()))
                .containsEntry(NotificationKind.MENTION, Notifications.Delivery.DAILY)
                .containsEntry(NotificationKind.IMPORT, Notifications.Delivery.OFF)
                .containsEntry(NotificationKind.COMMENT, Notifications.Delivery.APP);
        tell(user, "clientes.csv");
        assertThat(notifications.unread(user.id())).isZero();
    }

    /** Reads lines of the stream until one of them is this. */
    private static boolean hears(BufferedReader lines, String wanted) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.equals(wanted)) {
                return true;
            }
        }
        return false;
    }

    @Test
    void an_open_page_hears_at_once_and_its_line_ends_with_the_user() throws Exception {
        User user = user(Role.SELLER, null);
        Visitor visitor = signedIn(user);
        String session = visitor.cookie("lazo_session").orElseThrow().toString();
        HttpResponse<java.io.InputStream> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(url("/account/notifications/stream")))
                                .header("Cookie", session)
                                .timeout(Duration.ofSeconds(60))
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        try (var lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            assertThat(hears(lines, "data:0")).isTrue();
            tell(user, "clientes.csv");
            assertThat(hears(lines, "data:1")).isTrue();
            users.deactivate(user.id());
            tell(user, "secreto.csv");
            assertThat(hears(lines, "data:2"))
                    .as("told after the user was disabled")
                    .isFalse();
        }
    }
}
