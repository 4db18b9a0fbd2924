package lazo.kernel.identity.web;

import lazo.platform.web.Page;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** Stands at the door until the page for the day is there. */
@Controller
class HomeController {
    private final Templates templates;

    HomeController(Templates templates) {
        this.templates = templates;
    }

    @GetMapping("/")
    Page home(Screen screen) {
        return Page.of(templates.identityHome(screen));
    }
}
