package lazo.kernel.identity.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Optional;
import lazo.kernel.identity.Sessions.SignedIn;
import lazo.kernel.identity.SingleSignOn;
import lazo.kernel.identity.SingleSignOn.Arrival;
import lazo.kernel.identity.SingleSignOn.Departure;
import lazo.platform.web.Page;
import lazo.platform.web.Problem;
import lazo.platform.web.PublicAddress;
import lazo.platform.web.Screen;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** To the identity provider and back. */
@Controller
class SsoController {
    private final SingleSignOn singleSignOn;
    private final PublicAddress address;

    SsoController(SingleSignOn singleSignOn, PublicAddress address) {
        this.singleSignOn = singleSignOn;
        this.address = address;
    }

    /**
     * A page of another site does not sign anybody in: whoever comes from there presses the button first.
     *
     * @param confirm whether a signed-in user has to prove anew who they are
     */
    @GetMapping("/sign-in/sso")
    Page depart(
            @RequestParam(defaultValue = "/") String back,
            @RequestParam(defaultValue = "false") boolean confirm,
            HttpServletRequest request,
            HttpServletResponse response) {
        if ("cross-site".equals(request.getHeader("Sec-Fetch-Site"))) {
            return Page.redirect("/sign-in");
        }
        String confirming =
                confirm ? SessionFilter.of(request).map(SignedIn::sessionId).orElse("") : "";
        Optional<Departure> departure = singleSignOn.depart(address.of(request), Gate.safe(back), confirming);
        departure.ifPresent(one -> Cookies.SSO.set(request, response, one.sealed()));
        return departure
                .map(one -> Page.redirect(one.location().toString()))
                .orElseThrow(() -> Problem.of(HttpStatus.CONFLICT, "IDN-140", "identity.sso.unreachable"));
    }

    @GetMapping("/sign-in/sso/return")
    Page arrive(
            Screen screen,
            @RequestParam Map<String, String> returned,
            HttpServletRequest request,
            HttpServletResponse response) {
        String sealed = Cookies.SSO.in(request).orElse("");
        Cookies.SSO.clear(request, response);
        return switch (singleSignOn.arrive(address.of(request), sealed, returned, SignInController.place(request))) {
            case Arrival.Welcome(var in, String back) -> {
                SignInController.welcome(in, request, response);
                yield Page.redirect(Gate.safe(back));
            }
            case Arrival.Confirmed(String token, String back) -> {
                Cookies.SESSION.set(request, response, token);
                yield Page.redirect(Gate.safe(back)).toast(screen.t("identity.confirm.done"));
            }
            case Arrival.Refused(var why) ->
                throw switch (why) {
                    case FAILED -> Problem.of(HttpStatus.UNPROCESSABLE_CONTENT, "IDN-141", "identity.sso.failed");
                    case EMAIL_NOT_VERIFIED ->
                        Problem.of(HttpStatus.UNPROCESSABLE_CONTENT, "IDN-142", "identity.sso.email-not-verified");
                    case NO_TIME -> Problem.of(HttpStatus.UNPROCESSABLE_CONTENT, "IDN-177", "identity.sso.no-time");
                    case LONG_AGO -> Problem.of(HttpStatus.UNPROCESSABLE_CONTENT, "IDN-178", "identity.sso.long-ago");
                    case UNKNOWN -> Problem.of(HttpStatus.UNPROCESSABLE_CONTENT, "IDN-143", "identity.sso.unknown");
                    case NOT_ALLOWED ->
                        Problem.of(HttpStatus.UNPROCESSABLE_CONTENT, "IDN-144", "identity.sso.not-allowed");
                };
        };
    }
}
