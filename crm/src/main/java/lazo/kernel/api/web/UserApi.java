package lazo.kernel.api.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import lazo.kernel.api.ApiRefusal;
import lazo.kernel.api.RecordJson;
import lazo.kernel.identity.Ability;
import lazo.kernel.identity.BusinessUnits;
import lazo.kernel.identity.ObjectPermission;
import lazo.kernel.identity.OneTimeLinks;
import lazo.kernel.identity.OneTimeLinks.Invited;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.Roles;
import lazo.kernel.identity.Teams;
import lazo.kernel.identity.User;
import lazo.kernel.identity.Users;
import lazo.kernel.identity.Users.Saved;
import lazo.platform.web.Messages;
import lazo.platform.web.PublicAddress;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Users, invitations and roles, for programs that administer. No key gives or touches a role that administers Lazo: a person
 * does that on screen, where they confirm who they are.
 */
@Controller
@RequestMapping("/api/v1/admin")
class UserApi {
    private static final int LONGEST_POSITION = 100;
    private static final int LONGEST_EMAIL = 254;

    private final Users users;
    private final Roles roles;
    private final Teams teams;
    private final BusinessUnits units;
    private final OneTimeLinks links;
    private final PublicAddress address;
    private final Messages messages;
    private final Answers answers;

    UserApi(
            Users users,
            Roles roles,
            Teams teams,
            BusinessUnits units,
            OneTimeLinks links,
            PublicAddress address,
            Messages messages,
            Answers answers) {
        this.users = users;
        this.roles = roles;
        this.teams = teams;
        this.units = units;
        this.links = links;
        this.address = address;
        this.messages = messages;
        this.answers = answers;
    }

    @GetMapping("/users")
    ResponseEntity<byte[]> list(Caller caller) {
        caller.readingAdministration(Ability.USERS);
        return Answers.ok("users", users.all().stream().map(UserApi::json));
    }

    @GetMapping("/users/{id}")
    ResponseEntity<byte[]> get(@PathVariable String id, Caller caller) {
        caller.readingAdministration(Ability.USERS);
        return Answers.ok(json(find(id)));
    }

    /** What is not sent stays as it is. */
    @PatchMapping("/users/{id}")
    ResponseEntity<byte[]> change(@PathVariable String id, HttpServletRequest request, Caller caller) {
        caller.writingAdministration(Ability.USERS);
        Members members = Members.of(request, "role", "team", "unit", "position");
        User user = changeable(id, caller);
        Role role = members.has("role") ? role(members, caller) : user.role();
        Optional<Long> team = members.has("team") ? team(members) : user.team();
        Optional<Long> unit = members.has("unit")
                ? members.known("unit", wanted -> units.find(wanted).isPresent())
                : Optional.ofNullable(user.ownUnitId());
        String position = members.has("position") ? members.some("position", LONGEST_POSITION) : user.position();
        members.check();
        return Answers.ok(json(saved(users.change(
                user.id(),
                new Users.Draft(user.name(), user.email(), role, team.orElse(null), unit.orElse(null), position)))));
    }

    @PostMapping("/users/{id}/deactivate")
    ResponseEntity<byte[]> deactivate(@PathVariable String id, HttpServletRequest request, Caller caller) {
        caller.writingAdministration(Ability.USERS);
        Members.withoutKey(request);
        return Answers.ok(json(saved(users.deactivate(changeable(id, caller).id()))));
    }

    @PostMapping("/users/{id}/activate")
    ResponseEntity<byte[]> activate(@PathVariable String id, HttpServletRequest request, Caller caller) {
        caller.writingAdministration(Ability.USERS);
        Members.withoutKey(request);
        return Answers.ok(json(saved(users.activate(changeable(id, caller).id()))));
    }

    @GetMapping("/invitations")
    ResponseEntity<byte[]> invitations(Caller caller) {
        caller.readingAdministration(Ability.USERS);
        return Answers.ok("invitations", links.invitations().stream().map(UserApi::json));
    }

    /** Where there is no mail server the answer holds the link, which nobody can have again. */
    @PostMapping("/invitations")
    ResponseEntity<byte[]> invite(HttpServletRequest request, Caller caller) {
        caller.writingAdministration(Ability.USERS);
        Members members = Members.of(request, "email", "role", "team");
        String email = members.text("email", LONGEST_EMAIL);
        if (!email.isEmpty() && !User.isEmail(email)) {
            members.reject("email", "API-149");
        }
        Role role = role(members, caller);
        Optional<Long> team = team(members);
        members.check();
        return switch (links.invite(
                email, role, team.orElse(null), caller.actor().id())) {
            case Invited.EmailTaken() -> throw ApiRefusal.of(409, "API-143", email);
            case Invited.Done done -> {
                ObjectNode body = links.invitations().stream()
                        .filter(one -> one.email().equals(done.email()))
                        .findFirst()
                        .map(UserApi::json)
                        .orElseThrow();
                body.put("mailed", done.mailed());
                body.put("link", done.mailed() ? null : address.of(request) + "/join/" + done.token());
                yield Answers.entity(Answers.json(201, body));
            }
        };
    }

    @DeleteMapping("/invitations/{id}")
    ResponseEntity<byte[]> withdraw(@PathVariable String id, Caller caller) {
        caller.writingAdministration(Ability.USERS);
        OneTimeLinks.Invitation invitation = links.invitations().stream()
                .filter(one -> Long.toString(one.id()).equals(id))
                .findFirst()
                .orElseThrow(() -> ApiRefusal.of(404, "API-148"));
        within(invitation.role(), caller);
        links.withdraw(invitation.id());
        return Answers.ok(json(invitation));
    }

    @GetMapping("/roles")
    ResponseEntity<byte[]> roles(HttpServletRequest request, Caller caller) {
        caller.readingAdministration(Ability.ROLES);
        ObjectNode body = RecordJson.JSON.createObjectNode();
        ArrayNode found = body.putArray("roles");
        roles.all().forEach(role -> {
            ObjectNode node = found.addObject();
            node.put("key", role.key());
            node.put("name", role.label(key -> messages.text(answers.locale(request), key)));
            node.put("built_in", role.isBuiltIn());
            node.put("administers", role.administers());
            ArrayNode abilities = node.putArray("abilities");
            role.abilities().stream().map(Ability::name).sorted().forEach(abilities::add);
            permission(node.putObject("others"), role.others());
            ObjectNode objects = node.putObject("objects");
            role.objects().forEach((object, permission) -> permission(objects.putObject(object), permission));
        });
        return Answers.ok(body);
    }

    private static void permission(ObjectNode node, ObjectPermission permission) {
        node.put("see", permission.see().name());
        node.put("create", permission.create());
        node.put("change", permission.change().name());
        node.put("delete", permission.delete().name());
        node.put("export", permission.export().name());
        node.put("import", permission.imports());
    }

    private static ObjectNode json(User user) {
        ObjectNode node = RecordJson.JSON.createObjectNode();
        node.put("id", user.id());
        node.put("name", user.name());
        node.put("email", user.email());
        node.put("role", user.role().key());
        node.put("team", user.teamId());
        node.put("unit", user.ownUnitId());
        node.put("position", user.position());
        node.put("active", user.active());
        return node;
    }

    private static ObjectNode json(OneTimeLinks.Invitation invitation) {
        ObjectNode node = RecordJson.JSON.createObjectNode();
        node.put("id", invitation.id());
        node.put("email", invitation.email());
        node.put("role", invitation.role().key());
        node.put("team", invitation.teamId());
        node.put("expires_at", invitation.expires().toString());
        return node;
    }

    private User find(String id) {
        return Ids.of(id).flatMap(users::find).orElseThrow(() -> ApiRefusal.of(404, "API-148"));
    }

    /** Somebody who does not administer and may do nothing that the user of the key may not. */
    private User changeable(String id, Caller caller) {
        User user = find(id);
        within(user.role(), caller);
        return user;
    }

    private void within(Role role, Caller caller) {
        if (role.administers()) {
            throw ApiRefusal.of(403, "API-141");
        }
        if (!role.isWithin(users.load(caller.actor().id()).role())) {
            throw ApiRefusal.of(403, "API-104");
        }
    }

    private Role role(Members members, Caller caller) {
        String key = members.text("role", 60);
        Optional<Role> role = roles.find(key);
        if (role.isEmpty() && !key.isEmpty()) {
            members.reject("role", "API-144", key);
        }
        role.ifPresent(found -> within(found, caller));
        return role.orElse(Role.READER);
    }

    private Optional<Long> team(Members members) {
        return members.known("team", id -> teams.all().stream().anyMatch(team -> team.id() == id));
    }

    private static User saved(Saved saved) {
        return switch (saved) {
            case Saved.Done(User user) -> user;
            case Saved.EmailTaken(String email) -> throw ApiRefusal.of(409, "API-143", email);
            case Saved.LastAdministrator last -> throw ApiRefusal.of(403, "API-141");
        };
    }
}
