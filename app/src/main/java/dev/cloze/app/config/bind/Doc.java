package dev.cloze.app.config.bind;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a key of a run file, or one type of a family, means: the text of {@code docs/runfile.md}. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.TYPE})
public @interface Doc {

    /** What it means, in one or two sentences. */
    String value();

    /** The unit of a number, empty for none. */
    String unit() default "";
}
