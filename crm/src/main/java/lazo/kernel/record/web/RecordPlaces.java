package lazo.kernel.record.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Scope;
import lazo.kernel.identity.Users;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.search.Search;
import lazo.platform.web.Action;
import lazo.platform.web.ActionSource;
import lazo.platform.web.NavGroup;
import lazo.platform.web.NavLink;
import lazo.platform.web.NavSource;
import lazo.platform.web.PaletteSource;
import lazo.platform.web.Text;
import lazo.platform.web.Viewer;
import org.springframework.stereotype.Component;

/** Every object is a place to go to, something to create, and found by the palette. */
@Component
class RecordPlaces implements NavSource, ActionSource, PaletteSource {
    private static final int SALES = 100;
    private static final int HITS = 8;
    private static final Map<String, String> GO =
            Map.of("contact", "C", "account", "E", "opportunity", "O", "lead", "L");
    private static final Map<String, String> CREATE =
            Map.of("contact", "C", "account", "E", "opportunity", "O", "lead", "L", "activity", "T");

    private final ObjectTypes types;
    private final Search search;
    private final Users users;

    RecordPlaces(ObjectTypes types, Search search, Users users) {
        this.types = types;
        this.search = search;
        this.users = users;
    }

    @Override
    public List<NavGroup> nav(Viewer viewer, Text text) {
        List<NavLink> links = new ArrayList<>();
        Actor actor = users.actor(viewer.id());
        for (ObjectType type : types.all()) {
            if (type.inMenu() && !type.isActivity() && actor.on(type.key()).see() != Scope.NONE) {
                NavLink link = NavLink.to(
                                "/o/" + type.key(), type.icon(), type.plural().in(text.locale()))
                        .at(type.position());
                String key = GO.get(type.key());
                links.add(
                        switch (type.key()) {
                            case "contact", "opportunity" -> (key == null ? link : link.onKey(key)).onPhone();
                            default -> key == null ? link : link.onKey(key);
                        });
            }
        }
        return List.of(new NavGroup(SALES, text.t("record.nav"), links));
    }

    @Override
    public List<Action> actions(Viewer viewer, Text text) {
        Actor actor = users.actor(viewer.id());
        return types.all().stream()
                .filter(type -> actor.on(type.key()).create())
                .map(type -> new Action(
                        "/o/" + type.key() + "/new",
                        type.icon(),
                        text.t("record.new", type.label().in(text.locale()).toLowerCase(text.locale())),
                        CREATE.get(type.key()),
                        true))
                .toList();
    }

    @Override
    public List<Group> find(Viewer viewer, Text text, String query) {
        List<Search.Hit> hits = search.find(query, java.util.Optional.empty(), users.actor(viewer.id()), HITS);
        return hits.isEmpty()
                ? List.of()
                : List.of(new Group(
                        text.t("record.palette"),
                        hits.stream().map(hit -> hit(hit, text)).collect(Collectors.toList())));
    }

    private Hit hit(Search.Hit found, Text text) {
        ObjectType type = types.load(found.objectKey());
        return new Hit(
                "/o/" + found.objectKey() + "/" + found.recordId(),
                type.isParty() ? null : type.icon(),
                type.isParty() ? lazo.platform.web.Screen.hue(found.recordId()) : null,
                found.title(),
                java.util.Objects.requireNonNullElse(found.subtitle(), ""),
                type.label().in(text.locale()));
    }
}
