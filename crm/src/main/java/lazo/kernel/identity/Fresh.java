package lazo.kernel.identity;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A delicate page or change, on a handler method of a controller: whoever has not proved lately who they are is asked to
 * confirm it first, and then goes on with what they typed. A form that asks by htmx is led to its page again instead.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Fresh {}
