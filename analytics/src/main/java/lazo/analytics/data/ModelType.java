package lazo.analytics.data;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The name and version under which {@link ModelJson} keeps a fitted model. Raise the version when the record changes. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface ModelType {
    String name();

    int version() default 1;
}
