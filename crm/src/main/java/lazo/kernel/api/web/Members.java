package lazo.kernel.api.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import lazo.kernel.api.ApiRefusal;
import lazo.kernel.metadata.Label;
import lazo.kernel.record.Problem;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the members of an object one by one and gathers what is wrong with them, to tell all of it at once. */
final class Members {
    private final JsonNode body;
    private final List<Problem> problems;

    private Members(JsonNode body, List<Problem> problems) {
        this.body = body;
        this.problems = problems;
    }

    /** Those of a request, which can have no others. */
    static Members of(HttpServletRequest request, String... names) {
        withoutKey(request);
        JsonNode body = Bodies.object(Bodies.bytes(request));
        Answers.onlyMembers(body, names);
        return new Members(body, new ArrayList<>());
    }

    /** What administers can be sent again without harm and is not kept: answers may hold secrets. */
    static void withoutKey(HttpServletRequest request) {
        if (request.getHeader("Idempotency-Key") != null) {
            throw ApiRefusal.of(400, "API-140");
        }
    }

    /** Objects in a list. */
    List<Members> list(String name, String... names) {
        JsonNode list = body.path(name);
        if (!isNothing(list) && !list.isArray()) {
            throw ApiRefusal.of(400, "API-108", name, "[{ }]");
        }
        List<Members> all = new ArrayList<>();
        list.forEach(one -> {
            if (!one.isObject()) {
                throw ApiRefusal.of(400, "API-108", name, "[{ }]");
            }
            Answers.onlyMembers(one, names);
            all.add(new Members(one, problems));
        });
        return all;
    }

    boolean has(String name) {
        return body.has(name);
    }

    void reject(String name, String code, String... arguments) {
        problems.add(Problem.of(name, code, arguments));
    }

    /** One line that must be there; empty after a problem. */
    String text(String name, int longest) {
        String text = plain(name).strip();
        if (text.isEmpty() || text.length() > longest || text.chars().anyMatch(Character::isISOControl)) {
            reject(name, "API-142", "" + longest);
            return "";
        }
        return text;
    }

    /** One line, if it is there. */
    @Nullable
    String some(String name, int longest) {
        return isNothing(body.path(name)) || plain(name).isBlank() ? null : text(name, longest);
    }

    private String plain(String name) {
        JsonNode node = body.path(name);
        if (isNothing(node)) {
            return "";
        }
        if (!node.isString()) {
            throw ApiRefusal.of(400, "API-108", name, "\"…\"");
        }
        return node.stringValue();
    }

    /** The number of something there is. */
    Optional<Long> id(String name) {
        JsonNode node = body.path(name);
        if (isNothing(node)) {
            return Optional.empty();
        }
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw ApiRefusal.of(400, "API-108", name, "17");
        }
        return Optional.of(node.longValue());
    }

    /** The number of something that must be there, if one is sent. */
    Optional<Long> known(String name, LongPredicate isThere) {
        Optional<Long> wanted = id(name);
        wanted.filter(id -> !isThere.test(id)).ifPresent(id -> reject(name, "API-144", "" + id));
        return wanted;
    }

    boolean yes(String name) {
        JsonNode node = body.path(name);
        if (!isNothing(node) && !node.isBoolean()) {
            throw ApiRefusal.of(400, "API-108", name, "true, false");
        }
        return node.booleanValue(false);
    }

    /** A text for every language, or {@code {"es": …, "en": …}}. */
    Label label(String name, int longest) {
        JsonNode node = body.path(name);
        if (!node.isObject()) {
            return Label.same(text(name, longest));
        }
        Answers.onlyMembers(node, "es", "en");
        Members texts = new Members(node, problems);
        String spanish = texts.text("es", longest);
        String english = texts.some("en", longest);
        return english == null ? Label.same(spanish) : Label.of(spanish, english);
    }

    /** The same, if it is there. */
    @Nullable
    Label someLabel(String name, int longest) {
        return isNothing(body.path(name)) ? null : label(name, longest);
    }

    /** @throws ApiRefusal when something is wrong */
    void check() {
        if (!problems.isEmpty()) {
            throw ApiRefusal.invalid(problems);
        }
    }

    private static boolean isNothing(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }
}
