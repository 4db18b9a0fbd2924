package lazo.platform.web;

import java.util.List;

/** A module's part of what can be done from anywhere ("New contact"). */
public interface ActionSource {
    List<Action> actions(Viewer viewer, Text text);
}
