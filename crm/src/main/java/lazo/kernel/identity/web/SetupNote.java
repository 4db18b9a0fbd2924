package lazo.kernel.identity.web;

import java.util.Locale;
import lazo.kernel.identity.SetupCode;
import lazo.platform.web.Messages;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Says the set-up code, as long as there is no user: at the terminal, or in the log where there is none. */
@Component
class SetupNote {
    private static final Logger log = LoggerFactory.getLogger(SetupNote.class);

    private final SetupCode code;
    private final Messages messages;
    private final Environment environment;

    SetupNote(SetupCode code, Messages messages, Environment environment) {
        this.code = code;
        this.messages = messages;
        this.environment = environment;
    }

    /** After the line that says where Lazo is. */
    @EventListener
    @Order
    void say(ApplicationReadyEvent ready) {
        code.toPrint().ifPresent(this::say);
    }

    private void say(String secret) {
        if (!environment.getProperty("lazo.terminal", Boolean.class, false)) {
            log.info("To set Lazo up from another computer, use the code {}", secret);
            return;
        }
        String language = environment.getProperty(
                "lazo.language", Locale.getDefault(Locale.Category.DISPLAY).getLanguage());
        System.out.println(messages.text(Locale.forLanguageTag(language), "identity.setup.code.say", secret));
    }
}
