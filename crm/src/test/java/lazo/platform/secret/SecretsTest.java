package lazo.platform.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.mock.env.MockEnvironment;

@Tag("GOV-03")
class SecretsTest {
    @TempDir
    Path home;

    private final StaticListableBeanFactory holders = new StaticListableBeanFactory();

    private Secrets secrets() {
        return new Secrets(
                new MockEnvironment().withProperty("lazo.home", home.toString()),
                holders.getBeanProvider(SecretHolder.class));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    @Test
    void what_is_encrypted_is_read_after_a_new_start_and_only_for_what_it_is_for() {
        byte[] encrypted = secrets().encrypt(bytes("abrete sesamo"), "totp 17");
        assertThat(new String(encrypted, UTF_8)).doesNotContain("sesamo");
        assertThat(secrets().decrypt(encrypted, "totp 17")).hasValue(bytes("abrete sesamo"));
        assertThat(secrets().decrypt(encrypted, "totp 18")).isEmpty();
        encrypted[encrypted.length - 1] ^= 1;
        assertThat(secrets().decrypt(encrypted, "totp 17")).isEmpty();
    }

    @Test
    void the_same_value_never_looks_the_same_twice() {
        Secrets secrets = secrets();
        assertThat(secrets.encrypt(bytes("a"), "x")).isNotEqualTo(secrets.encrypt(bytes("a"), "x"));
    }

    @Test
    void a_sealed_text_opens_only_unchanged() {
        Secrets secrets = secrets();
        String sealed = secrets.seal("quién es", "page");
        assertThat(sealed).matches("[A-Za-z0-9_-]+");
        assertThat(secrets.open(sealed, "page")).hasValue("quién es");
        assertThat(secrets.open(sealed + "A", "page")).isEmpty();
        assertThat(secrets.open("no es base 64", "page")).isEmpty();
        assertThat(secrets.open("", "page")).isEmpty();
    }

    @Test
    void nothing_is_written_before_something_is_encrypted_and_then_only_its_owner_reads_the_keys() throws IOException {
        Secrets secrets = secrets();
        assertThat(secrets.decrypt(bytes("nada"), "x")).isEmpty();
        assertThat(home).isEmptyDirectory();
        secrets.encrypt(bytes("a"), "x");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("keys"))))
                .isEqualTo("rw-------");
    }

    @Test
    void a_new_key_encrypts_all_again_and_the_old_one_still_reads_old_backups() {
        Secrets secrets = secrets();
        byte[] old = secrets.encrypt(bytes("a"), "x");
        var stored = new AtomicReference<>(old);
        holders.addBean("holder", (SecretHolder) () -> {
            stored.set(secrets.encrypt(secrets.decrypt(stored.get(), "x").orElseThrow(), "x"));
            return 1;
        });
        assertThat(secrets.rotate()).isEqualTo(1);
        assertThat(secrets.keys()).isEqualTo(2);
        assertThat(Arrays.copyOf(stored.get(), 5)).as("name of the key").isNotEqualTo(Arrays.copyOf(old, 5));
        assertThat(secrets.decrypt(stored.get(), "x")).hasValue(bytes("a"));
        assertThat(secrets.decrypt(old, "x")).hasValue(bytes("a"));
    }

    @Test
    void a_second_process_reads_what_was_encrypted_with_a_key_made_after_its_start() throws IOException {
        Secrets one = secrets();
        Secrets other = secrets();
        byte[] first = one.encrypt(bytes("a"), "x");
        assertThat(other.decrypt(first, "x")).hasValue(bytes("a"));
        one.rotate();
        Files.setLastModifiedTime(home.resolve("keys"), java.nio.file.attribute.FileTime.fromMillis(1));
        assertThat(other.decrypt(one.encrypt(bytes("b"), "x"), "x")).hasValue(bytes("b"));
    }

    @Test
    void a_file_of_keys_that_cannot_be_read_is_never_replaced() throws IOException {
        Files.writeString(home.resolve("keys"), "{}");
        assertThatThrownBy(() -> secrets().encrypt(bytes("a"), "x")).hasMessageContaining("keys");
        assertThat(home.resolve("keys")).hasContent("{}");
    }
}
