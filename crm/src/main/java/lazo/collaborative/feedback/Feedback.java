package lazo.collaborative.feedback;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a user said about Lazo.
 *
 * @param user their name
 * @param where the state they were in when they wrote
 * @param answer what an administrator answered
 */
public record Feedback(
        long id,
        String user,
        String text,
        Where where,
        State state,
        @Nullable String answer,
        Instant at) {
    /** How far an administrator has got with it. */
    public enum State {
        NEW,
        SEEN,
        DONE
    }

    /**
     * Where somebody was, without anything they had typed there.
     *
     * @param page the path, without the query, which may hold what was searched for
     * @param screen width and height in pixels
     * @param errorCode the last one they saw, or empty
     * @param request the id of the last request, or empty
     */
    public record Where(String page, String browser, String screen, String language, String errorCode, String request) {
        public Where {
            page = path(page);
            browser = clean(browser, 300);
            screen = screen.matches("\\d{1,5}x\\d{1,5}") ? screen : "";
            language = clean(language, 20);
            errorCode = errorCode.matches("[A-Z]{2,5}-[\\w-]{1,20}") ? errorCode : "";
            request = request.matches("[\\w-]{12}") ? request : "";
        }

        private static String path(String page) {
            String path = page.replaceAll("[?#].*", "");
            return path.matches("/([\\w.-][\\w/.-]{0,198})?") ? path : "";
        }

        private static String clean(String text, int longest) {
            String line = text.replaceAll("\\p{Cntrl}", " ").strip();
            return line.substring(0, Math.min(longest, line.length()));
        }
    }
}
