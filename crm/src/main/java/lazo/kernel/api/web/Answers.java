package lazo.kernel.api.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import lazo.kernel.api.ApiRefusal;
import lazo.kernel.api.KeptAnswers.Answer;
import lazo.kernel.api.RecordJson;
import lazo.kernel.record.Problem;
import lazo.platform.web.Messages;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers in JSON, and refusals as RFC 9457 wants them, in the language of {@code Accept-Language}. */
@Component
class Answers {
    private static final String JSON = "application/json";
    private static final String PROBLEM = "application/problem+json";

    private final Messages messages;

    Answers(Messages messages) {
        this.messages = messages;
    }

    static Answer json(int status, JsonNode body) {
        return new Answer(status, Map.of(HttpHeaders.CONTENT_TYPE, JSON), RecordJson.JSON.writeValueAsBytes(body));
    }

    static Answer json(int status, JsonNode body, Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(headers);
        all.put(HttpHeaders.CONTENT_TYPE, JSON);
        return new Answer(status, all, RecordJson.JSON.writeValueAsBytes(body));
    }

    static ResponseEntity<byte[]> entity(Answer answer) {
        HttpHeaders headers = new HttpHeaders();
        answer.headers().forEach(headers::set);
        return ResponseEntity.status(answer.status()).headers(headers).body(answer.body());
    }

    static ResponseEntity<byte[]> ok(JsonNode body) {
        return entity(json(200, body));
    }

    /** All of them under one name. */
    static ResponseEntity<byte[]> ok(String name, Stream<ObjectNode> all) {
        ObjectNode body = RecordJson.JSON.createObjectNode();
        ArrayNode list = body.putArray(name);
        all.forEach(list::add);
        return ok(body);
    }

    Answer refusal(ApiRefusal refusal, HttpServletRequest request) {
        return new Answer(
                refusal.status(),
                Map.of(HttpHeaders.CONTENT_TYPE, PROBLEM, "X-Lazo-Error", refusal.code()),
                RecordJson.JSON.writeValueAsBytes(problem(refusal, request)));
    }

    ObjectNode problem(ApiRefusal refusal, HttpServletRequest request) {
        Locale locale = locale(request);
        ObjectNode problem = RecordJson.JSON.createObjectNode();
        problem.put("type", "urn:lazo:problem:" + refusal.code());
        problem.put("title", messages.text(locale, "api.title." + refusal.status()));
        problem.put("status", refusal.status());
        problem.put("code", refusal.code());
        problem.put("detail", messages.text(locale, "problem." + refusal.code(), refusal.arguments()));
        if (!refusal.problems().isEmpty()) {
            ArrayNode errors = problem.putArray("errors");
            refusal.problems().forEach(one -> errors.add(error(one, locale)));
        }
        return problem;
    }

    private ObjectNode error(Problem problem, Locale locale) {
        ObjectNode error = RecordJson.JSON.createObjectNode();
        error.put("field", problem.field());
        error.put("code", problem.code());
        error.put(
                "detail",
                messages.text(locale, problem.messageKey(), problem.args().toArray()));
        return error;
    }

    void write(ApiRefusal refusal, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Answer answer = refusal(refusal, request);
        response.setStatus(answer.status());
        answer.headers().forEach(response::setHeader);
        response.getOutputStream().write(answer.body());
    }

    /** The best of the languages there are. */
    Locale locale(HttpServletRequest request) {
        try {
            List<Locale.LanguageRange> wanted =
                    Locale.LanguageRange.parse(String.valueOf(request.getHeader(HttpHeaders.ACCEPT_LANGUAGE))
                            .replace("null", "en"));
            String best = Locale.lookupTag(wanted, messages.languages());
            return Locale.of(best == null ? "en" : best);
        } catch (IllegalArgumentException unreadable) {
            return Locale.ENGLISH;
        }
    }

    /** A body with exactly these members, or fewer. */
    static void onlyMembers(JsonNode body, String... names) {
        List<String> known = Arrays.asList(names);
        body.propertyNames().stream()
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw ApiRefusal.of(400, "API-111", name.substring(0, Math.min(name.length(), 60)));
                });
    }
}
