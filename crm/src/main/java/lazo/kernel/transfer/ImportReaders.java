package lazo.kernel.transfer;

import java.util.Locale;
import java.util.Optional;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Company;
import lazo.kernel.identity.CompanySettings;
import lazo.kernel.identity.User;
import lazo.kernel.identity.Users;
import lazo.kernel.transfer.ImportPlan.Reader;
import org.springframework.stereotype.Component;

/** How the texts of a user's file are read: language of the user, zone and currency of the company. */
@Component
public class ImportReaders {
    private final Users users;
    private final CompanySettings company;

    ImportReaders(Users users, CompanySettings company) {
        this.users = users;
        this.company = company;
    }

    public Reader of(Actor actor) {
        Optional<Company> known = company.find();
        Locale home = known.map(Company::locale).orElse(Locale.of("es", "ES"));
        Locale spoken = users.find(actor.id()).map(User::locale).orElse(null);
        return new Reader(
                (spoken == null ? home : spoken).toLanguageTag(),
                known.map(Company::zone).map(Object::toString).orElse("Europe/Madrid"),
                known.map(Company::currency).map(Object::toString).orElse("EUR"),
                known.map(Company::region).orElse("ES"));
    }
}
