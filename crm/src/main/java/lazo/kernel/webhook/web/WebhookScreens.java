package lazo.kernel.webhook.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import lazo.kernel.api.ApiKeys;
import lazo.kernel.filter.Filter;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.User;
import lazo.kernel.identity.Users;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.web.Chip;
import lazo.kernel.record.web.ListPages;
import lazo.kernel.record.web.Names;
import lazo.kernel.view.ViewState;
import lazo.platform.web.Form;
import lazo.platform.web.Option;
import lazo.platform.web.Screen;
import org.springframework.stereotype.Component;

/** What the screens of both directions have in common. */
@Component
class WebhookScreens {
    private static final int LONGEST_NAME = 120;

    private final ObjectTypes types;
    private final Users users;
    private final ApiKeys keys;
    private final ListPages lists;

    WebhookScreens(ObjectTypes types, Users users, ApiKeys keys, ListPages lists) {
        this.types = types;
        this.users = users;
        this.keys = keys;
        this.lists = lists;
    }

    List<Option> objects(Screen screen) {
        return types.all().stream()
                .map(type -> new Option(type.key(), type.plural().in(screen.locale())))
                .toList();
    }

    Optional<ObjectType> object(String key) {
        return types.find(key);
    }

    String objectName(String key, Screen screen) {
        return types.find(key).map(type -> type.plural().in(screen.locale())).orElse(key);
    }

    /** Users as whom the actor may let a program see and write. */
    List<Option> people(Actor actor) {
        return users.all().stream()
                .filter(user -> keys.mayActAs(actor, user.id()))
                .map(user -> new Option(Long.toString(user.id()), user.name()))
                .toList();
    }

    Optional<User> user(long id) {
        return users.find(id);
    }

    /** The name typed, or what is wrong with it. */
    static String name(Form form, Screen screen) {
        String name = form.stripped("name");
        if (name.isEmpty()) {
            form.reject("name", screen.t("webhook.name.missing"));
        } else if (name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            form.reject("name", screen.t("identity.field.too-long", LONGEST_NAME));
        }
        return name;
    }

    /** The user chosen; 0 when there is none. */
    long person(Form form, Actor actor, Screen screen) {
        Optional<Option> found = people(actor).stream()
                .filter(option -> option.value().equals(form.value("user")))
                .findFirst();
        if (found.isEmpty()) {
            form.reject("user", screen.t("identity.field.choose"));
        }
        return found.map(option -> Long.parseLong(option.value())).orElse(0L);
    }

    /** The filter as the chips of a list say it; empty for all records. */
    String told(Filter filter, ObjectType type, Screen screen, Actor actor) {
        ViewState state = new ViewState(
                type, Optional.empty(), filter, "", "-created_at", List.of(), Optional.empty(), false, false);
        Names known = lists.chipNames(state, new Names(users.byId(), Map.of()), actor);
        List<String> words = new ArrayList<>();
        words.add(Chip.of(state, known, screen).stream()
                .map(chip -> (chip.field() + " " + chip.operator() + " " + chip.value()).strip())
                .collect(Collectors.joining(" · ")));
        if (words.getFirst().isEmpty() && !filter.equals(Filter.everything())) {
            return screen.t("webhook.filter.other");
        }
        return words.getFirst();
    }
}
