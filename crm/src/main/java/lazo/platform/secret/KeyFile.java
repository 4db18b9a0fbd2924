package lazo.platform.secret;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keys, in a file that only the user who runs Lazo may read. It is made when something is first encrypted. */
final class KeyFile {
    private final Path path;
    private @Nullable KeysetHandle keys;
    private @Nullable FileTime written;

    KeyFile(Path path) {
        this.path = path.toAbsolutePath();
    }

    /** Empty as long as nothing has been encrypted. */
    synchronized Optional<KeysetHandle> keys() {
        if (keys == null && Files.exists(path)) {
            read();
        }
        return Optional.ofNullable(keys);
    }

    synchronized KeysetHandle keysToWrite() {
        return keys().orElseGet(() -> write(KeysetHandle.newBuilder()));
    }

    synchronized void addKey() {
        keys = null;
        write(keys().map(KeysetHandle::newBuilder).orElseGet(KeysetHandle::newBuilder));
    }

    /** Whether another process has written the file since; it will be read again. */
    synchronized boolean hasChanged() {
        try {
            if (Files.exists(path) && !Files.getLastModifiedTime(path).equals(written)) {
                keys = null;
                return true;
            }
            return false;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void read() {
        try {
            keys = TinkJsonProtoKeysetFormat.parseKeyset(Files.readString(path), InsecureSecretKeyAccess.get());
            written = Files.getLastModifiedTime(path);
        } catch (IOException | GeneralSecurityException unreadable) {
            throw new IllegalStateException(
                    "The keys in %s cannot be read; put the file back from your copy".formatted(path), unreadable);
        }
    }

    /** Whole or not at all: a file beside it takes its place. */
    private KeysetHandle write(KeysetHandle.Builder builder) {
        try {
            KeysetHandle more = builder.addEntry(
                            KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                                    .withRandomId()
                                    .makePrimary())
                    .build();
            String json = TinkJsonProtoKeysetFormat.serializeKeyset(more, InsecureSecretKeyAccess.get());
            Files.createDirectories(path.getParent());
            Path unfinished = path.resolveSibling(path.getFileName() + ".unfinished");
            Files.deleteIfExists(unfinished);
            try (FileChannel channel = FileChannel.open(
                    unfinished,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
                channel.write(ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)));
                channel.force(true);
            }
            Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
            keys = more;
            written = Files.getLastModifiedTime(path);
            return more;
        } catch (IOException | GeneralSecurityException failed) {
            throw new IllegalStateException("The keys cannot be written to %s".formatted(path), failed);
        }
    }
}
