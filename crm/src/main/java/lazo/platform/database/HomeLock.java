package lazo.platform.database;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Held while a process uses a data folder; the operating system lets go of it even after {@code kill -9}. */
final class HomeLock implements AutoCloseable {
    private final FileChannel channel;

    private HomeLock(FileChannel channel) {
        this.channel = channel;
    }

    static HomeLock take(Path home) throws IOException {
        FileChannel channel;
        try {
            make(home);
            channel = FileChannel.open(home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (FileSystemException unusable) {
            throw new StartupProblem(unusable, "DB-102", home);
        }
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new HomeLock(channel);
            }
        } catch (OverlappingFileLockException sameProcess) {
            channel.close();
            throw new StartupProblem(sameProcess, "DB-101", home);
        }
        channel.close();
        throw new StartupProblem("DB-101", home);
    }

    /** What is in the folder concerns customers: a new one is for its owner only. */
    private static void make(Path home) throws IOException {
        if (!Files.isDirectory(home)) {
            Path parent = home.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.createDirectories(
                    home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
