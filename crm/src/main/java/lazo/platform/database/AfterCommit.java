package lazo.platform.database;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** What has to be forgotten, or done, because of a change. */
public final class AfterCommit {
    private AfterCommit() {}

    /** Now, and again after the commit, since somebody may have read the old state meanwhile. */
    public static void again(Runnable forget) {
        forget.run();
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            register(forget);
        }
    }

    /** Once the change is there for all; at once where there is no transaction. */
    public static void only(Runnable act) {
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            register(act);
        } else {
            act.run();
        }
    }

    private static void register(Runnable act) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                act.run();
            }
        });
    }
}
