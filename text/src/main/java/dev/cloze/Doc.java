package dev.cloze;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a key of a run file, or one type of a family, means: the text of {@code docs/runfile.md}. A record that carries it
 * can be named in a run file; its components are keys, written in kebab-case.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.TYPE})
public @interface Doc {

    /** What it means, in one or two sentences. */
    String value();

    /** The unit of a number, empty for none. */
    String unit() default "";

    /** The word in run files, empty where it is the name in kebab-case. */
    String name() default "";

    /** The word that it had before, which is refused and told the new one; empty for none. */
    String was() default "";
}
