package dev.cloze.app.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A page that needs nothing but itself: style, script and data are written into it.
 *
 * @param title what the window is called
 * @param script the resource that draws the data
 * @param charts whether it draws charts
 */
public record Page(String title, String script, boolean charts) {

    private static final String CHARTS = "/META-INF/resources/webjars/chart.js/4.5.1/dist/chart.umd.min.js";

    /** The page that shows {@code data}. */
    public String text(JsonNode data) {
        return resource("page.html")
                .replace("{{title}}", escaped(title))
                .replace("{{style}}", resource("page.css"))
                .replace("{{charts}}", charts ? resource(CHARTS) : "")
                .replace("{{shared}}", resource("page.js"))
                .replace("{{script}}", resource(script))
                .replace("{{data}}", inScript(data.toString()));
    }

    /** Writes the page; one that is open in a browser is never seen half written. */
    public void write(Path file, JsonNode data) {
        String page = text(data);
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            if (file.getParent() != null) {
                Files.createDirectories(file.getParent());
            }
            Files.writeString(fresh, page);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw Writing.failure(file, e);
        }
    }

    // Text of documents must not end the script that carries it.
    private static String inScript(String json) {
        return json.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }

    private static String resource(String name) {
        try (InputStream in = Page.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + name + " is not there");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
