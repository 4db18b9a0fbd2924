package lazo.platform.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.security.SecureRandom;
import java.util.Set;
import lazojte.Templates;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;

/** Says what went wrong in one sentence and a code, never more: the details are in the log under the same code. */
@Controller
@ControllerAdvice
class ErrorPages implements ErrorController {
    private static final Logger log = LoggerFactory.getLogger(ErrorPages.class);
    private static final Set<Integer> EXPLAINED = Set.of(400, 403, 404, 405, 409, 413, 500, 503);
    private static final Set<Integer> TITLED = Set.of(400, 403, 404, 405, 409, 410, 413, 422, 500, 503);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Templates templates;

    ErrorPages(Templates templates) {
        this.templates = templates;
    }

    @ExceptionHandler(Problem.class)
    Page explain(Problem problem, Screen screen) {
        return show(screen, problem.status().value(), problem.code(), problem.text(screen.text()));
    }

    /** A form of several parts that cannot be taken apart, or is too large. */
    @ExceptionHandler(MultipartException.class)
    Page explain(MultipartException unreadable, Screen screen) {
        int status = unreadable instanceof MaxUploadSizeExceededException ? 413 : 400;
        return show(screen, status, status, "WEB-" + status, screen.t("web.error." + status));
    }

    @RequestMapping("/error")
    Page error(HttpServletRequest request, Screen screen) {
        int status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer sent ? sent : 404;
        if (Slow.is(request.getAttribute(RequestDispatcher.ERROR_EXCEPTION))) {
            return show(screen, 503, 503, "WEB-504", screen.t("web.error.slow"));
        }
        if (Fixed.is(request.getAttribute(RequestDispatcher.ERROR_EXCEPTION))) {
            return show(screen, 409, 400, "WEB-423", screen.t("web.error.fixed"));
        }
        int explained = EXPLAINED.contains(status) ? status : status < 500 ? 400 : 500;
        String code = status < 500 ? "WEB-" + status : "WEB-500-" + number();
        if (status >= 500) {
            Object cause = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
            log.error(
                    "{} {} failed; the user sees {}",
                    request.getMethod(),
                    RequestIds.route(request),
                    code,
                    cause instanceof Throwable failure ? failure : null);
        }
        return show(screen, status, explained, code, screen.t("web.error." + explained));
    }

    private Page show(Screen screen, int status, String code, String text) {
        return show(screen, status, TITLED.contains(status) ? status : status < 500 ? 400 : 500, code, text);
    }

    private Page show(Screen screen, int status, int explained, String code, String text) {
        var model = screen.isHtmx()
                ? templates.errorPart(screen, code, text)
                : templates.errorPage(screen, explained, code, text);
        return Page.of(HttpStatus.valueOf(status), model).header("X-Lazo-Error", code);
    }

    private static String number() {
        return "%06d".formatted(RANDOM.nextInt(1_000_000));
    }
}
