package lazo.kernel.identity.web;

import jakarta.servlet.http.HttpServletRequest;
import lazo.kernel.identity.User;
import lazo.kernel.identity.Users;
import lazo.kernel.identity.Viewing;
import lazo.platform.web.Page;
import lazo.platform.web.Problem;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** Looking at Lazo as another user: to understand what they see, without changing anything. */
@Controller
class ViewAsController {
    private final Viewing viewing;
    private final Users users;

    ViewAsController(Viewing viewing, Users users) {
        this.viewing = viewing;
        this.users = users;
    }

    @PostMapping("/view-as/{id}")
    Page begin(@PathVariable long id, HttpServletRequest request) {
        User as = users.find(id).orElseThrow(() -> Problem.notFound("IDN-404"));
        if (!viewing.begin(SessionFilter.really(request).orElseThrow(), as)) {
            throw Problem.forbidden("IDN-406", "identity.view-as.denied");
        }
        return Page.redirect("/");
    }

    @PostMapping("/view-as/leave")
    Page leave(HttpServletRequest request) {
        viewing.leave(SessionFilter.really(request).orElseThrow());
        return Page.redirect("/");
    }
}
