package dev.cloze.run.file;

import dev.cloze.Doc;
import dev.cloze.Inline;
import dev.cloze.data.file.FilePattern;
import java.lang.invoke.MethodType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/** How records and sealed families are named in run files. */
public final class Keys {

    private static final Set<Class<?>> SINGLE = Set.of(
            int.class,
            long.class,
            double.class,
            boolean.class,
            String.class,
            Path.class,
            FilePattern.class,
            Duration.class);

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

    /** The key of the component that was called {@code key} before, if one was. */
    public static Optional<String> renamed(String key, List<RecordComponent> components) {
        return components.stream()
                .filter(component -> component.isAnnotationPresent(Doc.class)
                        && component.getAnnotation(Doc.class).was().equals(key))
                .findFirst()
                .map(Keys::of);
    }

    /** Whether the keys of a component's record stand among those of the record that holds it. */
    public static boolean isInline(RecordComponent component) {
        return component.isAnnotationPresent(Inline.class);
    }

    /** The word that chooses a type of a family: {@code SpanCorruption} is {@code span-corruption}. */
    public static String word(Class<?> type) {
        return said(type, type.getSimpleName());
    }

    /** The name of a family, or of a record that lists have. */
    public static String family(Class<?> family) {
        return word(family);
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
        return type.isSealed() && type.isInterface() && !isSingle(type);
    }

    /** Whether values of that type are single: numbers, words, paths, durations and all with {@code static parse(String)}. */
    public static boolean isSingle(Class<?> type) {
        Class<?> plain = MethodType.methodType(type).unwrap().returnType();
        return SINGLE.contains(plain) || type.isEnum() || parser(type).isPresent();
    }

    /** What reads values of that type from one word, if there is such a method. */
    public static Optional<Method> parser(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> method.getName().equals("parse") && method.getReturnType() == type)
                .filter(method -> Arrays.equals(method.getParameterTypes(), new Class<?>[] {String.class}))
                .findFirst();
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
