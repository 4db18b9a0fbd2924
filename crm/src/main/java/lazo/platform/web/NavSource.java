package lazo.platform.web;

import java.util.List;

/** A module's part of the main navigation. Every bean of this type is asked once per page. */
public interface NavSource {
    List<NavGroup> nav(Viewer viewer, Text text);
}
