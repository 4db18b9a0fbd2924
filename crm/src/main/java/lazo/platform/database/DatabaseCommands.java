package lazo.platform.database;

/** {@code backup FILE} and {@code restore FILE}: what {@code ./lazo} can do with the data besides running Lazo. */
public final class DatabaseCommands {
    private DatabaseCommands() {}

    public static boolean understands(String[] args) {
        return false;
    }

    public static int run(String[] args) {
        return 0;
    }
}
