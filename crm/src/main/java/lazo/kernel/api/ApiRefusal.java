package lazo.kernel.api;

import java.util.List;
import lazo.kernel.record.Problem;

/** A request that is not done, and why: told as {@code application/problem+json}. */
public final class ApiRefusal extends RuntimeException {
    private final int status;
    private final String code;
    private final transient Object[] arguments;
    private final transient List<Problem> problems;

    private ApiRefusal(int status, String code, List<Problem> problems, Object... arguments) {
        super(code, null, false, false);
        this.status = status;
        this.code = code;
        this.problems = problems;
        this.arguments = arguments;
    }

    /** @param code such as {@code API-404}; its sentence is the text {@code problem.API-404} */
    public static ApiRefusal of(int status, String code, Object... arguments) {
        return new ApiRefusal(status, code, List.of(), arguments);
    }

    /** Fields that must be mended first. */
    public static ApiRefusal invalid(List<Problem> problems) {
        return new ApiRefusal(422, "API-422", List.copyOf(problems), problems.size());
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public Object[] arguments() {
        return arguments.clone();
    }

    public List<Problem> problems() {
        return problems;
    }
}
