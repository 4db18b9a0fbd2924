package lazo.collaborative.comment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import lazo.kernel.identity.Team;
import lazo.kernel.identity.User;

/**
 * Who is meant by the names after an @ in a text: users and whole teams, whatever the case. Of two names that begin alike
 * the longer one counts; of two people of one name both are meant.
 */
public final class Mentions {
    private final Map<String, Set<Long>> usersByName = new LinkedHashMap<>();
    private final List<String> longestFirst;

    public Mentions(List<User> users, List<Team> teams) {
        users.forEach(user -> add(user.name(), user.id()));
        teams.forEach(team -> users.stream()
                .filter(user -> user.team().filter(id -> id == team.id()).isPresent())
                .forEach(user -> add(team.name(), user.id())));
        longestFirst = usersByName.keySet().stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    private void add(String name, long userId) {
        usersByName.computeIfAbsent(folded(name), key -> new LinkedHashSet<>()).add(userId);
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** Ids of the users who are mentioned. */
    public Set<Long> in(String text) {
        Set<Long> meant = new LinkedHashSet<>();
        for (Comment.Part part : parts(text)) {
            if (part.mention()) {
                meant.addAll(usersByName.getOrDefault(folded(part.text().substring(1)), Set.of()));
            }
        }
        return meant;
    }

    List<Comment.Part> parts(String text) {
        List<Comment.Part> parts = new ArrayList<>();
        int from = 0;
        for (int at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
            if (at < from || at > 0 && Character.isLetterOrDigit(text.charAt(at - 1))) {
                continue;
            }
            int end = end(text, at + 1);
            if (end > 0) {
                if (at > from) {
                    parts.add(new Comment.Part(text.substring(from, at), false));
                }
                parts.add(new Comment.Part(text.substring(at, end), true));
                from = end;
            }
        }
        if (from < text.length()) {
            parts.add(new Comment.Part(text.substring(from), false));
        }
        return parts;
    }

    /** Where the name that begins here ends, or 0 if none does. */
    private int end(String text, int begin) {
        for (String name : longestFirst) {
            int end = begin + name.length();
            if (end <= text.length()
                    && text.regionMatches(true, begin, name, 0, name.length())
                    && (end == text.length() || !Character.isLetterOrDigit(text.charAt(end)))) {
                return end;
            }
        }
        return 0;
    }
}
