package lazo.platform.database;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lazo cannot start and the person at the terminal can do something about it: one sentence, one code, no stack trace. */
public class StartupProblem extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String code;
    private final transient List<Object> arguments;

    public StartupProblem(String code, Object... arguments) {
        this(null, code, arguments);
    }

    public StartupProblem(@Nullable Throwable cause, String code, Object... arguments) {
        super(code, cause);
        this.code = code;
        this.arguments = List.of(arguments);
    }

    public String code() {
        return code;
    }

    /** What happened, why and what to do, in the language of the terminal. */
    public String sentence() {
        return TerminalText.of("database.problem." + code, arguments.toArray()) + " (" + code + ")";
    }

    @Override
    public String getMessage() {
        return sentence();
    }
}
