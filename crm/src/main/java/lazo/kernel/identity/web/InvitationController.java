package lazo.kernel.identity.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Fresh;
import lazo.kernel.identity.OneTimeLinks;
import lazo.kernel.identity.OneTimeLinks.Invited;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.Roles;
import lazo.kernel.identity.Teams;
import lazo.platform.web.Form;
import lazo.platform.web.Option;
import lazo.platform.web.Page;
import lazo.platform.web.Problem;
import lazo.platform.web.PublicAddress;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Asks people to join: by mail, or by a link that the administrator hands over where there is no mail server. */
@Controller
class InvitationController {
    private final OneTimeLinks links;
    private final Roles roles;
    private final Teams teams;
    private final PublicAddress address;
    private final Templates templates;

    InvitationController(OneTimeLinks links, Roles roles, Teams teams, PublicAddress address, Templates templates) {
        this.links = links;
        this.roles = roles;
        this.teams = teams;
        this.address = address;
        this.templates = templates;
    }

    @GetMapping("/settings/invitations")
    Page show(Screen screen, Actor actor) {
        return page(screen, actor, HttpStatus.OK, Form.of(Map.of("role", Role.SELLER.key())), "");
    }

    @Fresh
    @PostMapping("/settings/invitations")
    Page invite(Screen screen, Actor actor, @RequestParam Map<String, String> typed, HttpServletRequest request) {
        Form form = Form.of(typed);
        Fields.email(form, screen);
        Optional<Role> role = Fields.role(form, roles, actor, screen);
        Optional<Long> team = Fields.team(form, teams, screen);
        if (role.isEmpty() || !form.isValid()) {
            return page(screen, actor, HttpStatus.UNPROCESSABLE_CONTENT, form, "");
        }
        String email = form.stripped("email");
        return switch (links.invite(email, role.get(), team.orElse(null), actor.id())) {
            case Invited.Done done -> made(screen, actor, done, role.get().key(), request);
            case Invited.EmailTaken() -> {
                form.reject("email", screen.t("identity.field.email.taken", email));
                yield page(screen, actor, HttpStatus.UNPROCESSABLE_CONTENT, form, "");
            }
        };
    }

    private Page made(Screen screen, Actor actor, Invited.Done done, String role, HttpServletRequest request) {
        return done.mailed()
                ? Page.redirect("/settings/invitations").toast(screen.t("identity.invitation.sent", done.email()))
                : page(
                        screen,
                        actor,
                        HttpStatus.OK,
                        Form.of(Map.of("role", role)),
                        address.of(request) + "/join/" + done.token());
    }

    @Fresh
    @PostMapping("/settings/invitations/{id}/again")
    Page again(Screen screen, Actor actor, @PathVariable long id, HttpServletRequest request) {
        boolean within = links.invitations().stream()
                .anyMatch(one -> one.id() == id && one.role().isWithin(actor.role()));
        return (within ? links.inviteAgain(id, actor.id()) : Optional.<Invited.Done>empty())
                .map(done -> made(screen, actor, done, Role.SELLER.key(), request))
                .orElseThrow(() -> Problem.notFound("IDN-404"));
    }

    @PostMapping("/settings/invitations/{id}/withdraw")
    Page withdraw(Screen screen, @PathVariable long id) {
        links.withdraw(id);
        return Page.redirect("/settings/invitations").toast(screen.t("identity.invitation.withdrawn"));
    }

    /** @param link just made, or empty */
    private Page page(Screen screen, Actor actor, HttpStatus status, Form form, String link) {
        List<Option> given = roles.all().stream()
                .filter(role -> role.isWithin(actor.role()))
                .map(role -> new Option(role.key(), role.label(screen::t)))
                .toList();
        return Page.of(
                status,
                templates.identityInvitations(
                        screen, form, given, Fields.teams(teams, screen), links.invitations(), link));
    }
}
