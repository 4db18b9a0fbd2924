package lazo.kernel.transfer.web;

import lazo.kernel.transfer.ImportRun;
import lazo.kernel.transfer.ImportState;
import lazo.kernel.transfer.source.SourceRefusal;
import lazo.platform.web.Screen;

/** Why a file can't be read, as a sentence with its code. */
final class Refusals {
    private Refusals() {}

    static String text(SourceRefusal refusal, Screen screen) {
        String key = "import.refusal." + refusal.code();
        return switch (refusal) {
            case SourceRefusal.Empty ignored -> screen.t(key);
            case SourceRefusal.NotATable(String kind) -> screen.t(kind.isEmpty() ? key + ".unknown" : key, kind);
            case SourceRefusal.OldOrProtectedWorkbook ignored -> screen.t(key);
            case SourceRefusal.TooLargeInside(long megabytes) -> screen.t(key, screen.number(megabytes));
            case SourceRefusal.TooLarge(long megabytes) -> screen.t(key, screen.number(megabytes));
            case SourceRefusal.BrokenWorkbook ignored -> screen.t(key);
            case SourceRefusal.NoSuchSheet(String sheet) -> screen.t(key, sheet);
            case SourceRefusal.QuoteNotClosed(long line) -> screen.t(key, screen.number(line));
            case SourceRefusal.RowTooLong(long line) -> screen.t(key, screen.number(line));
            case SourceRefusal.TooManyColumns(int found, int most) ->
                screen.t(key, screen.number(found), screen.number(most));
        };
    }

    static String text(ImportRun run, Screen screen) {
        SourceRefusal refusal = run.refusal();
        return refusal == null ? "" : text(refusal, screen);
    }

    /** What stopped an import for good, empty where nothing did. */
    static String failure(ImportRun run, Screen screen) {
        if (run.state() != ImportState.FAILED) {
            return "";
        }
        return screen.t("import.failed", run.failure() == null ? "" : run.failure());
    }
}
