/**
 * What users tell the administrator about Lazo itself.
 *
 * <p>Start at {@link lazo.collaborative.feedback.Feedbacks}. Tables: {@code feedback}.
 */
@ApplicationModule(
        displayName = "Feedback",
        allowedDependencies = {"platform.web", "kernel.identity", "kernel.notification"})
@NullMarked
package lazo.collaborative.feedback;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
