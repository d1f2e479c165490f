package dev.cloze.app.config.bind;

import dev.cloze.Doc;
import dev.cloze.Inline;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** How records and sealed families are named in run files. */
public final class Keys {

    private Keys() {}

    /** The key of a component: its name in kebab-case, or the one that its {@link Doc} says. */
    public static String of(RecordComponent component) {
        return said(component, component.getName());
    }

    /** The components of a record by their keys; those of an inlined record among them. */
    public static List<RecordComponent> components(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .flatMap(component ->
                        isInline(component) ? components(component.getType()).stream() : Stream.of(component))
                .toList();
    }

    static boolean isInline(RecordComponent component) {
        return component.isAnnotationPresent(Inline.class);
    }

    /** The word that chooses a type of a family: {@code SpanCorruption} is {@code span-corruption}. */
    public static String word(Class<?> type) {
        return said(type, type.getSimpleName());
    }

    /** The name of a family, or of a record that lists have: {@code TokenizerChoice} is the family {@code tokenizer}. */
    public static String family(Class<?> family) {
        return word(family).replaceFirst("-choice$", "");
    }

    /** What a component may hold that {@code auto} leaves to the program: an {@code Optional} or {@code OptionalInt}. */
    public static Optional<Class<?>> orAuto(Type type) {
        if (type == OptionalInt.class) {
            return Optional.of(int.class);
        }
        return type instanceof ParameterizedType generic && generic.getRawType() == Optional.class
                ? Optional.of((Class<?>) generic.getActualTypeArguments()[0])
                : Optional.empty();
    }

    /** Whether a type is a family of records, one of which is chosen by {@code type}. */
    public static boolean isFamily(Class<?> type) {
        return type.isSealed() && type.isInterface() && !Scalars.holds(type);
    }

    /** The types of a family by the words that choose them; those of families inside it stand among them. */
    public static Map<String, Class<?>> cases(Class<?> family) {
        Map<String, Class<?>> cases = new LinkedHashMap<>();
        for (Class<?> permitted : family.getPermittedSubclasses()) {
            if (isFamily(permitted)) {
                cases.putAll(cases(permitted));
            } else {
                cases.put(word(permitted), permitted);
            }
        }
        return cases;
    }

    private static String said(AnnotatedElement named, String name) {
        Doc doc = named.getAnnotation(Doc.class);
        return doc == null || doc.name().isEmpty() ? Words.kebab(name) : doc.name();
    }
}
