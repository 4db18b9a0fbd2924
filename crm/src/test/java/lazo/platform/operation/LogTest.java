package lazo.platform.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import lazo.Eventually;
import lazo.LazoTest;
import lazo.Visitor;
import lazo.Visitor.Answer;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.User;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The log tells what happened with which request, and of no person. */
class LogTest extends LazoTest {
    private static final List<String> PERSONAL =
            List.of("Quiteria", "Zubizarreta", "zubi@quiteria.example", "612345987", "mal-secreto-83", "prueba-token");

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Logger requests = (Logger) LoggerFactory.getLogger("lazo.requests");
    private Level before;

    @BeforeEach
    void listen() {
        before = root.getLevel();
        root.setLevel(Level.INFO);
        requests.setLevel(Level.DEBUG);
        lines.list = java.util.Collections.synchronizedList(new ArrayList<>());
        lines.start();
        root.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        root.detachAppender(lines);
        root.setLevel(before);
        requests.setLevel(null);
    }

    @Test
    void a_journey_with_good_and_bad_input_leaves_no_personal_data_in_the_log() {
        User user = user(Role.SELLER, null);
        Visitor visitor = signedIn(user);
        visitor.get("/o/contact/new");
        Answer made = visitor.post(
                "/o/contact",
                "first_name",
                "Quiteria",
                "last_name",
                "Zubizarreta",
                "email",
                "zubi@quiteria.example",
                "phone",
                "612345987");
        assertThat(made.status()).isEqualTo(303);
        visitor.get(made.location());
        visitor.get("/palette?q=Quiteria");
        visitor.get("/o/contact?q=zubi@quiteria.example");
        visitor.get("/o/contact?f=email:is:zubi@quiteria.example&f=Quiteria");
        visitor.get("/o/contact/Quiteria");
        visitor.get("/agenda?span=week&date=Zubizarreta");
        visitor.get(made.location() + "/why?user=Quiteria");
        visitor.get("/join/prueba-token");
        visitor.get("/new-password/prueba-token");
        visitor.get("/no/such/Zubizarreta");
        visitor.send("PATCH", made.location() + "/field/email", "email=zubi@quiteria.example&version=Quiteria");
        visitor.send("POST", "/o/contact", "first_name=Quiteria%00");
        Visitor stranger = visitor();
        stranger.signIn("zubi@quiteria.example", "mal-secreto-83");
        stranger.signIn(user.email(), "mal-secreto-83");
        List<ILoggingEvent> logged = List.copyOf(lines.list);
        assertThat(logged)
                .extracting(ILoggingEvent::getFormattedMessage)
                .anyMatch(line -> line.contains("GET /o/{object}/{id:\\d+} 200"))
                .anyMatch(line -> line.contains("GET /join/{token} "));
        String log = logged.stream().map(LogTest::whole).collect(Collectors.joining("\n"));
        assertThat(log).doesNotContainIgnoringCase(PERSONAL.toArray(CharSequence[]::new));
        assertThat(log).doesNotContain(user.name(), user.email());
    }

    @Test
    void each_line_names_its_request() {
        Answer answer = visitor().get("/sign-in");
        // The line is written once the answer is on its way.
        Eventually.holds("a line is written", () -> !lines.list.isEmpty());
        assertThat(List.copyOf(lines.list))
                .anySatisfy(line ->
                        assertThat(line.getMDCPropertyMap()).containsEntry("request", answer.header("X-Request-Id")));
    }

    @Test
    void what_the_database_refuses_is_told_without_the_values() {
        User user = user(Role.SELLER, null);
        assertThatThrownBy(() -> sql.execute(
                        "insert into app_user (name, email, role, password_hash) select name, email, role,"
                                + " password_hash from app_user where id = ?",
                        user.id()))
                .satisfies(refused -> {
                    for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
                        assertThat(cause.getMessage()).doesNotContain(user.email());
                    }
                });
    }

    private static String whole(ILoggingEvent event) {
        return event.getFormattedMessage()
                + (event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }
}
