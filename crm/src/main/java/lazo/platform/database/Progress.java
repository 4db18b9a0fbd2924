package lazo.platform.database;

/** Hears what is being done while somebody waits. */
@FunctionalInterface
public interface Progress {
    Progress SILENT = (key, arguments) -> {};

    /** One line per step, in the language of the terminal. */
    Progress TERMINAL = (key, arguments) -> Terminal.say(TerminalText.of(key, arguments));

    void step(String messageKey, Object... arguments);

    static Progress of(boolean somebodyLooks) {
        return somebodyLooks ? TERMINAL : SILENT;
    }
}
