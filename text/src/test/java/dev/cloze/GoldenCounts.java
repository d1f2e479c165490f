package dev.cloze;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Counts the cases of golden suites. With the copy beside the tests each factory must make as many tests as
 * {@code golden-counts.properties} says, so that none passes with nothing run. JUnit finds this class by its service file.
 */
public final class GoldenCounts implements InvocationInterceptor, AfterAllCallback {

    private static final String FILE = "golden-counts.properties";

    private final Properties expected = counts();
    private final Map<String, Integer> ran = new ConcurrentHashMap<>();

    /** For JUnit. */
    public GoldenCounts() {}

    private static Properties counts() {
        Properties counts = new Properties();
        try (Reader in = new InputStreamReader(
                Objects.requireNonNull(GoldenCounts.class.getResourceAsStream("/" + FILE)), StandardCharsets.UTF_8)) {
            counts.load(in);
            return counts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public <T> T interceptTestFactoryMethod(
            Invocation<T> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        if (isGolden(context)) {
            ran.put(name(context), 0);
        }
        return invocation.proceed();
    }

    @Override
    public void interceptDynamicTest(
            Invocation<Void> invocation, DynamicTestInvocationContext test, ExtensionContext context) throws Throwable {
        ran.computeIfPresent(name(context), (name, count) -> count + 1);
        invocation.proceed();
    }

    private static boolean isGolden(ExtensionContext context) {
        return Golden.isCheckedIn() && context.getTags().contains("golden");
    }

    // A test that a factory made stands below the factory's method.
    private static String name(ExtensionContext context) {
        ExtensionContext at = context;
        while (at.getTestMethod().isEmpty()) {
            at = at.getParent().orElseThrow();
        }
        return prefix(at) + at.getRequiredTestMethod().getName();
    }

    private static String prefix(ExtensionContext context) {
        return context.getRequiredTestClass().getSimpleName() + ".";
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Map<String, String> found = new TreeMap<>();
        Map<String, String> said = new TreeMap<>();
        ran.forEach((name, count) -> {
            if (name.startsWith(prefix(context))) {
                found.put(name, count.toString());
                said.put(name, expected.getProperty(name, "not said"));
            }
        });
        assertThat(found).as("cases that ran, and what %s says", FILE).isEqualTo(said);
    }
}
