package lazo.kernel.api.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import lazo.kernel.access.Access;
import lazo.kernel.api.ApiDocument;
import lazo.kernel.api.RecordJson;
import lazo.kernel.identity.User;
import lazo.kernel.identity.Users;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What there is to ask for: who one is, which objects with which fields, and all of it as an OpenAPI document. */
@Controller
@RequestMapping("/api/v1")
class DescriptionApi {
    private final ObjectDescriptions descriptions;
    private final Access access;
    private final Users users;
    private final ApiDocument document;
    private final Answers answers;

    DescriptionApi(ObjectDescriptions descriptions, Access access, Users users, ApiDocument document, Answers answers) {
        this.descriptions = descriptions;
        this.access = access;
        this.users = users;
        this.document = document;
        this.answers = answers;
    }

    @GetMapping("/me")
    ResponseEntity<byte[]> me(Caller caller) {
        ObjectNode body = RecordJson.JSON.createObjectNode();
        body.put("key", caller.key().name());
        ObjectNode user = body.putObject("user");
        user.put("id", caller.actor().id());
        user.put("name", caller.actor().name());
        ArrayNode scopes = body.putArray("scopes");
        caller.key().scopes().names().stream().sorted().forEach(scopes::add);
        body.put(
                "expires_at",
                caller.key().expiresAt() == null
                        ? null
                        : Objects.requireNonNull(caller.key().expiresAt()).toString());
        return Answers.ok(body);
    }

    /** Who can own records. */
    @GetMapping("/users")
    ResponseEntity<byte[]> users(Caller caller) {
        ObjectNode body = RecordJson.JSON.createObjectNode();
        ArrayNode found = body.putArray("users");
        users.all().stream().filter(User::active).forEach(user -> {
            ObjectNode node = found.addObject();
            node.put("id", user.id());
            node.put("name", user.name());
        });
        return Answers.ok(body);
    }

    @GetMapping("/objects")
    ResponseEntity<byte[]> objects(HttpServletRequest request, Caller caller) {
        return Answers.ok(descriptions.objects(caller, answers.locale(request)));
    }

    @GetMapping("/objects/{object}")
    ResponseEntity<byte[]> object(@PathVariable String object, HttpServletRequest request, Caller caller) {
        return Answers.ok(descriptions.object(object, caller, answers.locale(request)));
    }

    @GetMapping("/openapi.json")
    ResponseEntity<byte[]> openApi(HttpServletRequest request, Caller caller) {
        return Answers.ok(document.of(
                descriptions.readable(caller),
                type -> access.mask(caller.actor(), type),
                caller.key().scopes().readAdministration(),
                answers.locale(request)));
    }
}
