package lazo.kernel.privacy.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import lazo.kernel.access.Restrictions.Restriction;
import lazo.kernel.identity.User;
import lazo.kernel.privacy.ConsentEvent;
import lazo.kernel.privacy.PrivacyRequest;
import lazo.kernel.privacy.Purpose;
import lazo.kernel.privacy.Standing;
import lazo.kernel.record.StoredRecord;
import lazo.platform.web.Form;
import lazo.platform.web.Option;
import lazo.platform.web.Screen;
import org.jspecify.annotations.Nullable;

/**
 * What is shown of a person's privacy.
 *
 * @param objectsToAll whether they object to whatever they may object to
 * @param mayNote whether the viewer may write down what they say
 * @param mayLookAfter whether the viewer looks after privacy: exports, restricts, erases
 */
public record PersonPage(
        StoredRecord record,
        List<Standing> standings,
        boolean objectsToAll,
        Optional<Restriction> restriction,
        boolean erased,
        boolean mayNote,
        boolean mayLookAfter,
        List<ConsentEvent> log,
        Map<Long, Purpose> purposes,
        Map<Long, User> users,
        List<PrivacyRequest> requests,
        Form form) {

    public String address() {
        return "/o/" + record.type().key() + "/" + record.id() + "/privacy";
    }

    /** The hue of a standing's tag. */
    public static String hue(Standing standing) {
        return switch (standing.state()) {
            case CONSENTED, BY_BASIS -> "green";
            case NOT_ASKED, ERASED -> "gray";
            case WITHDRAWN, RESTRICTED -> "orange";
            case OPPOSED -> "red";
        };
    }

    public String purpose(ConsentEvent event, Screen screen) {
        Purpose purpose = event.purposeId() == null ? null : purposes.get(event.purposeId());
        return purpose == null
                ? screen.t("privacy.everything")
                : purpose.label().in(screen.locale());
    }

    public String user(@Nullable Long id) {
        return id == null
                ? ""
                : Optional.ofNullable(users.get(id)).map(User::name).orElse("#" + id);
    }

    public List<Option> purposeOptions(Screen screen) {
        List<Option> options = new java.util.ArrayList<>();
        standings.forEach(standing -> options.add(new Option(
                Long.toString(standing.purpose().id()),
                standing.purpose().label().in(screen.locale()))));
        options.add(new Option("all", screen.t("privacy.everything")));
        return options;
    }

    public List<Option> kindOptions(Screen screen) {
        return options(ConsentEvent.Kind.values(), "privacy.kind.", screen);
    }

    public List<Option> channelOptions(Screen screen) {
        return options(ConsentEvent.Channel.values(), "privacy.channel.", screen);
    }

    static List<Option> options(Enum<?>[] values, String prefix, Screen screen) {
        return java.util.Arrays.stream(values)
                .map(value -> new Option(value.name(), screen.t(prefix + value.name())))
                .toList();
    }
}
