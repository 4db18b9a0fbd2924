package lazo.kernel.identity;

import static lazodb.Tables.APP_USER;

import java.util.Optional;
import org.jooq.DSLContext;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The first visit: the company and its first administrator. */
@Component
public class Setup {
    private final DSLContext sql;
    private final Users users;
    private final CompanySettings companies;
    private final SecondFactors secondFactors;

    Setup(DSLContext sql, Users users, CompanySettings companies, SecondFactors secondFactors) {
        this.sql = sql;
        this.users = users;
        this.companies = companies;
        this.secondFactors = secondFactors;
    }

    /** Empty when somebody else was first. */
    @Transactional
    public Optional<User> run(Company company, String name, String email, String password) {
        sql.execute("lock table app_user in share row exclusive mode");
        if (sql.fetchExists(APP_USER)) {
            return Optional.empty();
        }
        companies.save(company);
        var draft = new Users.Draft(name, email, Role.ADMINISTRATOR, null);
        return switch (users.create(draft, password, false)) {
            case Users.Saved.Done(User user) -> {
                secondFactors.requireOfEverybody();
                yield Optional.of(user);
            }
            case Users.Saved.EmailTaken taken -> Optional.empty();
            case Users.Saved.LastAdministrator last -> Optional.empty();
        };
    }
}
