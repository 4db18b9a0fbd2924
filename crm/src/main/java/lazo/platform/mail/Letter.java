package lazo.platform.mail;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a mail says, as plain text and as HTML: a title, some sentences, perhaps one thing to do, perhaps a list.
 *
 * @param footer why one gets it
 */
public record Letter(
        Locale locale,
        String subject,
        List<String> sentences,
        @Nullable Link action,
        List<Part> parts,
        String footer) {
    private static final String FONT = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;";

    /** Where something leads: an address of Lazo with scheme and host. */
    public record Link(String text, String address) {}

    /** Something with a name, and what is to be said of it. */
    public record Part(Link name, List<String> lines) {}

    public Letter {
        subject = subject.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        sentences = List.copyOf(sentences);
        parts = List.copyOf(parts);
    }

    public static Letter of(
            Locale locale, String subject, List<String> sentences, @Nullable Link action, String footer) {
        return new Letter(locale, subject, sentences, action, List.of(), footer);
    }

    String text() {
        StringBuilder text = new StringBuilder();
        sentences.forEach(sentence -> text.append(sentence).append("\n\n"));
        if (action != null) {
            text.append(action.text()).append(":\n").append(action.address()).append("\n\n");
        }
        for (Part part : parts) {
            text.append(part.name().text()).append('\n');
            part.lines().forEach(line -> text.append("  ").append(line).append('\n'));
            text.append("  ").append(part.name().address()).append("\n\n");
        }
        return text.append("-- \n").append(footer).append('\n').toString();
    }

    String html() {
        StringBuilder html = new StringBuilder("<!doctype html><html lang=\"%s\"><head><meta charset=\"utf-8\">"
                        .formatted(locale.getLanguage()))
                .append("<meta name=\"color-scheme\" content=\"light dark\"><title>")
                .append(escaped(subject))
                .append("</title></head><body style=\"margin:0;padding:24px;line-height:1.5;")
                .append(FONT)
                .append("\"><div style=\"max-width:560px;margin:0 auto\"><h1 style=\"font-size:20px\">")
                .append(escaped(subject))
                .append("</h1>");
        sentences.forEach(
                sentence -> html.append("<p>").append(escaped(sentence)).append("</p>"));
        if (action != null) {
            html.append("<p>")
                    .append(anchor(
                            action,
                            "display:inline-block;padding:10px 18px;border-radius:8px;"
                                    + "background:#0f6b63;color:#ffffff;text-decoration:none"))
                    .append("</p><p style=\"font-size:13px;word-break:break-all\">")
                    .append(escaped(action.address()))
                    .append("</p>");
        }
        for (Part part : parts) {
            html.append("<h2 style=\"font-size:16px;margin:20px 0 4px\">")
                    .append(anchor(part.name(), ""))
                    .append("</h2><ul style=\"margin:0;padding-left:20px\">");
            part.lines()
                    .forEach(line -> html.append("<li>").append(escaped(line)).append("</li>"));
            html.append("</ul>");
        }
        return html.append("<hr style=\"border:0;border-top:1px solid #999999;margin:24px 0 12px\">")
                .append("<p style=\"font-size:13px\">")
                .append(escaped(footer))
                .append("</p></div></body></html>")
                .toString();
    }

    private static String anchor(Link link, String style) {
        return "<a href=\"%s\"%s>%s</a>"
                .formatted(
                        escaped(link.address()),
                        style.isEmpty() ? "" : " style=\"" + style + "\"",
                        escaped(link.text()));
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(point -> {
            switch (point) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(point);
            }
        });
        return escaped.toString();
    }
}
