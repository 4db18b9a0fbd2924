package lazo.kernel.api.web;

import jakarta.servlet.http.HttpServletRequest;
import lazo.kernel.api.ApiRefusal;
import lazo.platform.web.Problem;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

/** Refusals of the API's own controllers. */
@ControllerAdvice(
        assignableTypes = {
            RecordApi.class,
            DescriptionApi.class,
            UserApi.class,
            TeamApi.class,
            FieldApi.class,
            AuditApi.class,
            TokenApi.class,
            McpApi.class
        })
@Order(Ordered.HIGHEST_PRECEDENCE)
class ApiProblems {
    private final Answers answers;

    ApiProblems(Answers answers) {
        this.answers = answers;
    }

    @ExceptionHandler(ApiRefusal.class)
    ResponseEntity<byte[]> refused(ApiRefusal refusal, HttpServletRequest request) {
        return Answers.entity(answers.refusal(refusal, request));
    }

    /** The request as a whole, such as one with a NUL. */
    @ExceptionHandler(Problem.class)
    ResponseEntity<byte[]> refused(Problem problem, HttpServletRequest request) {
        return Answers.entity(answers.refusal(ApiRefusal.of(problem.status().value(), "API-110", "query"), request));
    }
}
