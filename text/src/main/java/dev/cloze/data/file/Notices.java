package dev.cloze.data.file;

/** What a reader tells the user while it works, such as a record that it left out. Nothing depends on it. */
@FunctionalInterface
public interface Notices {

    /** Tells nobody. */
    Notices SILENT = (place, message) -> {};

    /** One line about a place. */
    void say(String place, String message);

    /** Tells the system's log. */
    static Notices log() {
        System.Logger log = System.getLogger("dev.cloze.data");
        return (place, message) -> log.log(System.Logger.Level.INFO, place + ": " + message);
    }
}
