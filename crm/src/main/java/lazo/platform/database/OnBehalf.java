package lazo.platform.database;

import org.jspecify.annotations.Nullable;

/**
 * For whom this thread works. The database is told by the name of the connection, so that it can note who did what; a
 * thread that works for nobody is called {@code Lazo}.
 */
public final class OnBehalf {
    static final String NOBODY = "Lazo";
    private static final ThreadLocal<String> NAME = new ThreadLocal<>();

    private OnBehalf() {}

    /**
     * Until {@link #end}.
     *
     * @param user the id of who acts, if somebody has signed in
     * @param seenAs the id of the user as whom they look at Lazo
     * @param request tells the request from others; no blanks
     */
    public static void begin(@Nullable Long user, @Nullable Long seenAs, String request) {
        NAME.set(NOBODY + (user == null ? "" : " u" + user) + (seenAs == null ? "" : " as " + seenAs) + " r" + request);
    }

    public static void end() {
        NAME.remove();
    }

    /** Whether somebody waits for the answer. */
    static boolean isWaitedFor() {
        return NAME.get() != null;
    }

    static String name() {
        String name = NAME.get();
        return name == null ? NOBODY : name;
    }
}
