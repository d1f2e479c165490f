package dev.cloze.data.record;

import dev.cloze.Refusal;
import dev.cloze.data.file.ReadingRules;

/** Leaves out the bad records of a pass and tells of each, as many as are allowed; refuses the next one. */
public final class LeftOut {

    private final ReadingRules rules;
    private long count;

    /** Goes on with so many left out already. */
    public LeftOut(ReadingRules rules, long count) {
        this.rules = rules;
        this.count = count;
    }

    public void add(String place, BadRecord bad) {
        if (++count > rules.badRecordsAllowed()) {
            throw Refusal.at(place, "%s", bad.rule());
        }
        rules.notices().say(place, "left out: " + bad.rule());
    }

    public long count() {
        return count;
    }

    /** Tells how many there were, at the end of a pass. */
    public void report(String source) {
        if (count > 0) {
            rules.notices().say(source, "left out %d record(s) in this pass".formatted(count));
        }
    }
}
