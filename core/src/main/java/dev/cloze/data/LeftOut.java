package dev.cloze.data;

import dev.cloze.Refusal;
import dev.cloze.data.file.ReadingRules;

/** Leaves out the bad records of a pass and tells of each, as many as are allowed; refuses the next one. */
final class LeftOut {

    private final ReadingRules rules;
    private long count;

    /** Goes on with so many left out already. */
    LeftOut(ReadingRules rules, long count) {
        this.rules = rules;
        this.count = count;
    }

    void add(String place, BadRecord bad) {
        if (++count > rules.badRecordsAllowed()) {
            throw Refusal.at(place, "%s", bad.rule());
        }
        rules.notices().say(place, "left out: " + bad.rule());
    }

    long count() {
        return count;
    }

    /** Tells how many there were, at the end of a pass. */
    void report(String source) {
        if (count > 0) {
            rules.notices().say(source, "left out %d record(s) in this pass".formatted(count));
        }
    }
}
