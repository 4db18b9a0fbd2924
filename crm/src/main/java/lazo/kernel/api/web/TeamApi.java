package lazo.kernel.api.web;

import jakarta.servlet.http.HttpServletRequest;
import lazo.kernel.api.ApiRefusal;
import lazo.kernel.api.RecordJson;
import lazo.kernel.api.RecordWrites;
import lazo.kernel.identity.Ability;
import lazo.kernel.identity.BusinessUnit;
import lazo.kernel.identity.BusinessUnits;
import lazo.kernel.identity.Team;
import lazo.kernel.identity.Teams;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import tools.jackson.databind.node.ObjectNode;

/** Teams and business units, for programs that administer. */
@Controller
@RequestMapping("/api/v1/admin")
class TeamApi {
    private static final int LONGEST_NAME = 120;

    private final Teams teams;
    private final BusinessUnits units;
    private final RecordWrites writes;

    TeamApi(Teams teams, BusinessUnits units, RecordWrites writes) {
        this.teams = teams;
        this.units = units;
        this.writes = writes;
    }

    @GetMapping("/teams")
    ResponseEntity<byte[]> teams(Caller caller) {
        caller.readingAdministration(Ability.USERS);
        return Answers.ok("teams", teams.all().stream().map(TeamApi::json));
    }

    @PostMapping("/teams")
    ResponseEntity<byte[]> createTeam(HttpServletRequest request, Caller caller) {
        caller.writingAdministration(Ability.USERS);
        Members members = Members.of(request, "name", "unit");
        String name = members.text("name", LONGEST_NAME);
        Long unit = unit(members, "unit");
        members.check();
        long made = writes.wholly(() -> {
            long id = teams.create(name).orElseThrow(() -> ApiRefusal.of(409, "API-143", name));
            units.assignTeam(id, unit);
            return id;
        });
        return Answers.entity(Answers.json(201, json(team("" + made))));
    }

    /** What is not sent stays as it is. */
    @PatchMapping("/teams/{id}")
    ResponseEntity<byte[]> changeTeam(@PathVariable String id, HttpServletRequest request, Caller caller) {
        caller.writingAdministration(Ability.USERS);
        Members members = Members.of(request, "name", "unit");
        Team team = team(id);
        String name = members.has("name") ? members.text("name", LONGEST_NAME) : team.name();
        Long unit = members.has("unit") ? unit(members, "unit") : team.unitId();
        members.check();
        return writes.wholly(() -> {
            if (!teams.rename(team.id(), name)) {
                throw ApiRefusal.of(409, "API-143", name);
            }
            units.assignTeam(team.id(), unit);
            return Answers.ok(json(team(id)));
        });
    }

    /** Its members are then without a team. */
    @DeleteMapping("/teams/{id}")
    ResponseEntity<byte[]> removeTeam(@PathVariable String id, Caller caller) {
        caller.writingAdministration(Ability.USERS);
        Team team = team(id);
        teams.remove(team.id());
        return Answers.ok(json(team));
    }

    @GetMapping("/units")
    ResponseEntity<byte[]> units(Caller caller) {
        caller.readingAdministration(Ability.USERS);
        return Answers.ok("units", units.tree().stream().map(TeamApi::json));
    }

    @PostMapping("/units")
    ResponseEntity<byte[]> createUnit(HttpServletRequest request, Caller caller) {
        caller.writingAdministration(Ability.USERS);
        Members members = Members.of(request, "name", "parent");
        String name = members.text("name", LONGEST_NAME);
        Long parent = unit(members, "parent");
        members.check();
        long made = units.add(name, parent).orElseThrow(() -> ApiRefusal.of(409, "API-143", name));
        return Answers.entity(Answers.json(201, json(find("" + made))));
    }

    /** What is not sent stays as it is. */
    @PatchMapping("/units/{id}")
    ResponseEntity<byte[]> changeUnit(@PathVariable String id, HttpServletRequest request, Caller caller) {
        caller.writingAdministration(Ability.USERS);
        Members members = Members.of(request, "name", "parent");
        BusinessUnit unit = find(id);
        String name = members.has("name") ? members.text("name", LONGEST_NAME) : unit.name();
        Long parent = members.has("parent") ? unit(members, "parent") : unit.parentId();
        members.check();
        told(units.change(unit.id(), name, parent), name);
        return Answers.ok(json(find(id)));
    }

    /** Only an empty one goes. */
    @DeleteMapping("/units/{id}")
    ResponseEntity<byte[]> removeUnit(@PathVariable String id, Caller caller) {
        caller.writingAdministration(Ability.USERS);
        BusinessUnit unit = find(id);
        told(units.remove(unit.id()), unit.name());
        return Answers.ok(json(unit));
    }

    private static void told(BusinessUnits.Outcome outcome, String name) {
        switch (outcome) {
            case DONE -> {
                // Nothing to tell.
            }
            case NAME_TAKEN -> throw ApiRefusal.of(409, "API-143", name);
            case BELOW_ITSELF -> throw ApiRefusal.of(409, "API-146", name);
            case HAS_UNITS, HAS_TEAMS, HAS_USERS -> throw ApiRefusal.of(409, "API-147", name);
        }
    }

    private @Nullable Long unit(Members members, String name) {
        return members.known(name, id -> units.find(id).isPresent()).orElse(null);
    }

    private Team team(String id) {
        return teams.all().stream()
                .filter(team -> Long.toString(team.id()).equals(id))
                .findFirst()
                .orElseThrow(() -> ApiRefusal.of(404, "API-148"));
    }

    private BusinessUnit find(String id) {
        return Ids.of(id).flatMap(units::find).orElseThrow(() -> ApiRefusal.of(404, "API-148"));
    }

    private static ObjectNode json(Team team) {
        ObjectNode node = RecordJson.JSON.createObjectNode();
        node.put("id", team.id());
        node.put("name", team.name());
        node.put("unit", team.unitId());
        node.put("members", team.members());
        return node;
    }

    private static ObjectNode json(BusinessUnit unit) {
        ObjectNode node = RecordJson.JSON.createObjectNode();
        node.put("id", unit.id());
        node.put("name", unit.name());
        node.put("parent", unit.parentId());
        node.put("teams", unit.teams());
        node.put("users", unit.users());
        return node;
    }
}
