package lazo.kernel.identity;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Hashes passwords with Argon2id (19 MiB, 2 passes) and says which are too easy to guess. Only a few are hashed at a time,
 * so that a flood of sign-ins cannot take all memory.
 */
@Component
public class Passwords {
    public static final int SHORTEST = 12;
    public static final int LONGEST = 200;
    private static final String MOST_USED = "/dictionaries/passwords.txt";

    private final Argon2PasswordEncoder argon2 = new Argon2PasswordEncoder(16, 32, 1, 19 * 1024, 2);
    private final Semaphore turn = new Semaphore(4, true);
    private final Set<String> common = readCommon();
    private final Set<String> used = readUsed();
    private final String nobodys = argon2.encode(Tokens.random());

    /** Our own words, and those that the passwords used most are made of. */
    private static Set<String> readCommon() {
        Stream<String> words = lines("common-passwords.txt").stream()
                .filter(line -> !line.startsWith("#"))
                .flatMap(line -> Arrays.stream(line.strip().split(" ")))
                .filter(word -> !word.isEmpty());
        Stream<String> used = lines(MOST_USED).stream()
                .limit(3000)
                .map(password -> bare(plain(password)))
                .filter(word -> word.length() > 3);
        return Stream.concat(words, used).collect(Collectors.toUnmodifiableSet());
    }

    /** Of the 100,000 passwords used most those that are long enough, as they are. */
    private static Set<String> readUsed() {
        return lines(MOST_USED).stream()
                .limit(100_000)
                .filter(password -> password.length() >= SHORTEST)
                .map(Passwords::plain)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static List<String> lines(String resource) {
        try (InputStream list = Passwords.class.getResourceAsStream(resource)) {
            String text = new String(Objects.requireNonNull(list).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    String hash(String password) {
        turn.acquireUninterruptibly();
        try {
            return Objects.requireNonNull(argon2.encode(password));
        } finally {
            turn.release();
        }
    }

    /** With no hash to compare with, takes as long and says no. */
    boolean matches(String password, @Nullable String hash) {
        turn.acquireUninterruptibly();
        try {
            return argon2.matches(password, hash == null ? nobodys : hash) && hash != null;
        } finally {
            turn.release();
        }
    }

    /**
     * What is wrong with a new password, as the key of a text.
     *
     * @param known words somebody would try first: name, e-mail, company
     */
    public Optional<String> objection(String password, String... known) {
        if (password.length() < SHORTEST) {
            return Optional.of("identity.password.too-short");
        }
        if (password.length() > LONGEST) {
            return Optional.of("identity.password.too-long");
        }
        String plain = plain(password);
        if (plain.chars().distinct().count() < 5 || isRun(plain)) {
            return Optional.of("identity.password.too-plain");
        }
        if (used.contains(plain) || isCommon(plain)) {
            return Optional.of("identity.password.common");
        }
        return isMadeOf(plain, known) ? Optional.of("identity.password.known") : Optional.empty();
    }

    /** A well-known password, alone, repeated, with digits and signs around it or instead of letters. */
    private boolean isCommon(String plain) {
        String core = plain.replaceAll("^[^a-z]+|[^a-z]+$", "");
        return isCommonWord(plain) || isCommonWord(bare(plain)) || isCommonWord(bare(spelled(core)));
    }

    private static String spelled(String text) {
        return text.replace('0', 'o')
                .replace('1', 'i')
                .replace('3', 'e')
                .replace('4', 'a')
                .replace('5', 's')
                .replace('7', 't')
                .replace('@', 'a')
                .replace('$', 's');
    }

    private boolean isCommonWord(String text) {
        return common.contains(text)
                || common.stream()
                        .anyMatch(word ->
                                word.length() > 3 && text.replace(word, "").length() < 3);
    }

    private boolean isMadeOf(String plain, String... known) {
        String rest = plain;
        for (String text : known) {
            for (String word : plain(text).split("[^a-z0-9]+")) {
                rest = word.length() > 3 ? rest.replace(word, "") : rest;
            }
        }
        return rest.length() < plain.length() && bare(rest).length() < 6;
    }

    private static String bare(String text) {
        return text.replaceAll("[^a-z]", "");
    }

    private static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT);
    }

    /** All characters follow one another: abcdefghijkl, 987654321098. */
    private static boolean isRun(String text) {
        long steps = 0;
        for (int place = 1; place < text.length(); place++) {
            int step = text.charAt(place) - text.charAt(place - 1);
            if (Math.abs(step) <= 1 || Math.abs(step) == 9) {
                steps++;
            }
        }
        return steps >= text.length() - 2;
    }
}
