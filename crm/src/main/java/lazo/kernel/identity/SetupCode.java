package lazo.kernel.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Proves that whoever sets Lazo up from another computer can read the console of this one. Made anew at every start, and of
 * no use once there is a user.
 */
@Component
public class SetupCode {
    private final Users users;
    private final String code = Tokens.readable(Tokens.GROUPS);

    SetupCode(Users users) {
        this.users = users;
    }

    /** The code to print on the console, as long as it is needed. */
    public Optional<String> toPrint() {
        return users.isEmpty() ? Optional.of(code) : Optional.empty();
    }

    public boolean is(String typed) {
        byte[] given = typed.strip().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(given, code.getBytes(StandardCharsets.UTF_8));
    }
}
