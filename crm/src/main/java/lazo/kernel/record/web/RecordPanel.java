package lazo.kernel.record.web;

import gg.jte.Content;
import java.util.Optional;
import lazo.kernel.identity.Actor;
import lazo.kernel.record.StoredRecord;
import lazo.platform.web.Screen;

/** A module's part of the record page. Every bean of this type is asked for every record. */
public interface RecordPanel {
    enum Place {
        /** Under the name, at the top of the left column. */
        HEAD,
        /** Above the timeline. */
        COMPOSER,
        /** In the right column. */
        ASIDE,
        /** In the right column, below what is related. */
        BELOW,
        /** In the menu of further actions; renders {@code <a class="item">} or {@code <button class="item">}. */
        MENU
    }

    Place place();

    /** Lower stands first. */
    default int order() {
        return 100;
    }

    /** The part, or nothing when the record is none of this module's business. */
    Optional<Content> render(Screen screen, Actor actor, StoredRecord record);
}
