package lazo;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.SoftAssertions;
import tools.jackson.databind.json.JsonMapper;

/** The strings of {@code hostile/strings.json}, and what they must never do to a page. */
public final class Hostile {
    /** One of every kind, where all of them would take too long. */
    private static final List<String> KINDS = List.of(
            "\"><svg/onload=alert(document.domain)>",
            "' OR '1'='1",
            "name DESC, (SELECT pg_sleep(5))",
            "\0",
            "../../../../etc/passwd",
            "a\r\nBcc: evil@evil.example",
            "/\\evil.example",
            "9999999999999999999");

    private Hostile() {}

    public static List<String> strings() {
        try (InputStream in = Objects.requireNonNull(Hostile.class.getResourceAsStream("/hostile/strings.json"))) {
            List<String> strings = new ArrayList<>();
            JsonMapper.shared().readTree(in).forEach(node -> strings.add(node.asString()));
            strings.add("{0} '{1}' ''{2}");
            strings.add("%s%n%x $1 \\1 \\");
            strings.add("🏳️‍🌈 Ñandú ﷽ \u0301 \uFEFF\u200B");
            strings.add("=HYPERLINK(\"http://evil.example\";\"x\")");
            strings.add("@SUM(1+1)*cmd|' /C calc'!A0");
            return List.copyOf(strings);
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    public static List<String> kinds() {
        return KINDS;
    }

    /** Whether a text field may store it; a NUL nothing can. */
    public static boolean hasNul(String text) {
        return text.indexOf('\0') >= 0;
    }

    /** A page that answers anything but a failure, and writes no hostile markup as markup. */
    static void harmless(SoftAssertions softly, Visitor.Answer answer, String hostile, String where) {
        String what = where + " with " + shortened(hostile);
        softly.assertThat(answer.status()).as(what).isLessThan(500);
        if (answer.header("Content-Type").startsWith("text/html")) {
            if (hostile.contains("<")) {
                softly.assertThat(answer.body().contains(hostile))
                        .as("markup as it is: " + what)
                        .isFalse();
            }
        }
        answer.headers()
                .map()
                .forEach((name, values) -> softly.assertThat(name.equalsIgnoreCase("bcc"))
                        .as("a header of its own: " + what)
                        .isFalse());
        if (answer.status() >= 300 && answer.status() < 400) {
            softly.assertThat(answer.location()).as("led away: " + what).matches("/(?![/\\\\]).*");
        }
    }

    static String shortened(String text) {
        String seen = text.replace("\0", "␀").replace("\r", "␍").replace("\n", "␊");
        return seen.length() <= 80 ? seen : seen.substring(0, 77) + "… (" + seen.length() + ")";
    }
}
