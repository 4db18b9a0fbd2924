package lazo.kernel.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Date;
import lazo.platform.database.AuditProtection;
import lazo.platform.database.DatabaseCommands;
import lazo.platform.database.Progress;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/** {@code ./lazo audit verify}: proves the chain, also while Lazo is running. */
public final class AuditCommand {
    /** Somebody has changed, removed or added rows. */
    static final int BROKEN = 65;

    private AuditCommand() {}

    public static boolean understands(String[] args) {
        return args.length == 2 && args[0].equals("audit") && args[1].equals("verify");
    }

    /** @return the exit code: 0 when everything agrees */
    public static int run() {
        return DatabaseCommands.answer(AuditCommand::verify);
    }

    static int verify(Connection connection, Progress progress) throws SQLException {
        progress.step("database.audit.verify");
        var chain = new AuditChain(DSL.using(connection, SQLDialect.POSTGRES));
        AuditChain.Proof proof = chain.prove((done, all) -> progress.step("database.audit.verified-so-far", done, all));
        progress.step(AuditProtection.holds(connection) ? "database.audit.protected" : "database.audit.unprotected");
        if (proof.broken().isPresent()) {
            var broken = proof.broken().get();
            progress.step("database.audit.broken", broken.block(), Date.from(broken.sealedAt()));
            return BROKEN;
        }
        progress.step("database.audit.intact", proof.blocks(), proof.events(), proof.changes(), proof.head());
        return 0;
    }
}
