package lazo.platform.web;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Everywhere one can go and everything one can start, gathered from the modules. */
@Component
class Places {
    private final ObjectProvider<NavSource> navigation;
    private final ObjectProvider<SettingsSource> settings;
    private final ObjectProvider<ActionSource> actions;

    Places(
            ObjectProvider<NavSource> navigation,
            ObjectProvider<SettingsSource> settings,
            ObjectProvider<ActionSource> actions) {
        this.navigation = navigation;
        this.settings = settings;
        this.actions = actions;
    }

    List<NavGroup> nav(Viewer viewer, Text text) {
        return joined(navigation, source -> source.nav(viewer, text));
    }

    List<NavGroup> settings(Viewer viewer, Text text) {
        return joined(settings, source -> source.settings(viewer, text));
    }

    List<Action> actions(Viewer viewer, Text text) {
        return actions.orderedStream()
                .flatMap(source -> source.actions(viewer, text).stream())
                .toList();
    }

    private static <S> List<NavGroup> joined(ObjectProvider<S> sources, Function<S, List<NavGroup>> ask) {
        TreeMap<Integer, List<NavGroup>> byOrder = new TreeMap<>();
        sources.orderedStream()
                .flatMap(source -> ask.apply(source).stream())
                .forEach(group -> byOrder.computeIfAbsent(group.order(), order -> new ArrayList<>())
                        .add(group));
        return byOrder.values().stream()
                .map(Places::join)
                .filter(group -> !group.links().isEmpty())
                .toList();
    }

    private static NavGroup join(List<NavGroup> groups) {
        @Nullable
        String title = groups.stream()
                .map(NavGroup::title)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        List<NavLink> links = groups.stream()
                .flatMap(group -> group.links().stream())
                .sorted(Comparator.comparingInt(NavLink::order))
                .toList();
        return new NavGroup(groups.getFirst().order(), title, links);
    }
}
