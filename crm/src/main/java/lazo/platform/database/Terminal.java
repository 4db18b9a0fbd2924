package lazo.platform.database;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The lines a person reads after {@code ./lazo run}; what only an engineer needs goes to the log. */
final class Terminal {
    private static final PrintStream OUT =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    private static final PrintStream ERROR =
            new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);

    private Terminal() {}

    static void say(String line) {
        OUT.println(line);
    }

    static void complain(String line) {
        ERROR.println(line);
    }
}
