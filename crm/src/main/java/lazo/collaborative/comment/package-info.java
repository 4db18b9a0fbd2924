/**
 * What colleagues say to each other about a record, whom they mention, and who follows it.
 *
 * <p>Start at {@link lazo.collaborative.comment.Comments} and {@link lazo.collaborative.comment.Followers}. Tables: {@code
 * record_comment}, {@code record_comment_version}, {@code record_follower}.
 */
@ApplicationModule(
        displayName = "Comments",
        allowedDependencies = {
            "platform.web",
            "kernel.metadata",
            "kernel.identity",
            "kernel.access",
            "kernel.record",
            "kernel.record :: web",
            "kernel.timeline",
            "kernel.notification"
        })
@NullMarked
package lazo.collaborative.comment;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
