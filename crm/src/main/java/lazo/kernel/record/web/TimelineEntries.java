package lazo.kernel.record.web;

import gg.jte.Content;
import java.util.List;
import java.util.Map;
import lazo.kernel.identity.Actor;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.timeline.TimelineEntry.Kind;
import lazo.platform.web.Screen;

/** A module that shows the timeline entries of one kind itself. */
public interface TimelineEntries {
    Kind kind();

    /** By the note of the entry; an entry that is missing is not shown. Each is an {@code <li class="ev">}. */
    Map<String, Content> render(Screen screen, Actor actor, StoredRecord record, List<String> notes);
}
