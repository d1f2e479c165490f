package dev.cloze.generate.fill;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text cut at its sentinels. Gaps are numbered anew from 0 in the order in which they stand, as they were in training,
 * whatever numbers the text has: two gaps of one name are two gaps.
 *
 * @param pieces what stands before, between and behind the gaps
 */
record GappedText(List<String> pieces) {

    private static final Pattern SENTINEL = Pattern.compile("<extra_id_\\d{1,6}>");

    GappedText {
        pieces = List.copyOf(pieces);
    }

    static GappedText parse(String text) {
        List<String> pieces = new ArrayList<>();
        Matcher sentinel = SENTINEL.matcher(text);
        int from = 0;
        while (sentinel.find()) {
            pieces.add(text.substring(from, sentinel.start()));
            from = sentinel.end();
        }
        pieces.add(text.substring(from));
        return new GappedText(Collections.unmodifiableList(pieces));
    }

    /** How many gaps there are. */
    int gaps() {
        return pieces.size() - 1;
    }

    /** The text with gaps numbered from 0. */
    String numbered() {
        StringBuilder text = new StringBuilder(pieces.get(0));
        for (int gap = 0; gap < gaps(); gap++) {
            text.append("<extra_id_").append(gap).append('>').append(pieces.get(gap + 1));
        }
        return text.toString();
    }

    /** The text with its gaps filled; a gap that nothing was written for closes. */
    String filled(List<FilledText.Gap> gaps) {
        StringBuilder text = new StringBuilder(pieces.get(0));
        for (int gap = 0; gap < gaps(); gap++) {
            append(text, gaps.get(gap), pieces.get(gap + 1));
        }
        return text.toString();
    }

    private static void append(StringBuilder text, FilledText.Gap gap, String after) {
        boolean spaced = text.length() == 0 || Character.isWhitespace(text.charAt(text.length() - 1));
        if (gap.filling().isEmpty()) {
            boolean twice = spaced && !after.isEmpty() && Character.isWhitespace(after.charAt(0));
            text.append(twice ? after.substring(1) : after);
            return;
        }
        if (!spaced && !gap.joined()) {
            text.append(' ');
        }
        text.append(gap.filling()).append(after);
    }
}
