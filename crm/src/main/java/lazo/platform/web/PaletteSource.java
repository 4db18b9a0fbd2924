package lazo.platform.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds records for the command palette. */
public interface PaletteSource {
    List<Group> find(Viewer viewer, Text text, String query);

    /** Hits under one title, best first. */
    record Group(String title, List<Hit> hits) {}

    /**
     * One line of the palette.
     *
     * @param icon a Tabler icon, or null for an avatar with the initials of the name
     * @param hue of the avatar
     * @param detail after the name, quieter
     * @param kind at the end of the line, such as "Contact"
     */
    record Hit(String href, @Nullable String icon, @Nullable String hue, String name, String detail, String kind) {}
}
