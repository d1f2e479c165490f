package dev.cloze.text;

import dev.cloze.text.added.AddedToken;
import dev.cloze.text.added.AddedTokens;
import dev.cloze.text.added.TokenFinder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tokens that a folder adds to bytes, and where transformers finds them in text. */
final class AddedBytes {

    private static final Pattern SENTINEL = Pattern.compile("<extra_id_(\\d{1,6})>");

    private final AddedTokens tokens;
    private final TokenFinder finder;

    private AddedBytes(AddedTokens tokens) {
        this.tokens = tokens;
        Map<Integer, AddedToken> plain = new TreeMap<>(tokens.byId());
        plain.replaceAll((id, token) -> AddedToken.special(token.content()));
        this.finder = TokenFinder.of(plain);
    }

    /** Reads a folder; the first of its ids that is no byte is {@code first}. */
    static AddedBytes of(FolderTokens folder, int offset, int first) {
        AddedTokens tokens = new AddedTokens(new AddedTokens.Base() {
            @Override
            public OptionalInt id(String content) {
                boolean isByte = content.length() == 1 && content.charAt(0) < first - offset;
                return isByte ? OptionalInt.of(content.charAt(0) + offset) : OptionalInt.empty();
            }

            @Override
            public int size() {
                return first;
            }
        });
        List<String> reserved = List.of("pad_token", "eos_token", "unk_token");
        for (int id = 0; id < reserved.size(); id++) {
            tokens.put(id, new AddedToken(folder.named(reserved.get(id)), true, true, false, true, true));
        }
        folder.listed().forEach(tokens::put);
        folder.addSpecials(tokens);
        return new AddedBytes(tokens);
    }

    AddedTokens tokens() {
        return tokens;
    }

    /** The sentinels among the tokens, as many as are numbered without a gap. */
    Sentinels sentinels() {
        Map<Integer, Integer> ids = new TreeMap<>();
        tokens.byId().forEach((id, token) -> {
            Matcher form = SENTINEL.matcher(token.content());
            if (form.matches()) {
                ids.putIfAbsent(Integer.parseInt(form.group(1)), id);
            }
        });
        List<Integer> inOrder = new ArrayList<>();
        for (Integer id = ids.get(0); id != null; id = ids.get(inOrder.size())) {
            inOrder.add(id);
        }
        return Sentinels.of(inOrder.stream().mapToInt(Integer::intValue).toArray());
    }

    /** The parts of {@code text}: each a token, or text without any; white space that a token takes is left out. */
    List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        finder.split(text).forEach(span -> parts.add(text.substring(span.from(), span.to())));
        for (int i = 0; i < parts.size(); i++) {
            OptionalInt id = id(parts.get(i));
            AddedToken token = id.isPresent() ? tokens.byId().get(id.getAsInt()) : null;
            if (token != null) {
                settle(parts, i, token);
            }
        }
        return parts;
    }

    private static void settle(List<String> parts, int at, AddedToken token) {
        String left = at > 0 ? parts.get(at - 1) : "";
        String right = at + 1 < parts.size() ? parts.get(at + 1) : "";
        if (token.rstrip() && !right.isEmpty()) {
            parts.set(at + 1, right.stripLeading());
        }
        if (token.lstrip() && !left.isEmpty()) {
            parts.set(at - 1, left.stripTrailing());
        }
        if (token.singleWord()) {
            join(parts, at, left, right);
        }
    }

    // A token of whole words is text again where a word touches it: its part goes to the neighbour that touches.
    private static void join(List<String> parts, int at, String left, String right) {
        if (!left.isEmpty() && !left.endsWith(" ")) {
            parts.set(at - 1, parts.get(at - 1) + parts.get(at));
            parts.set(at, "");
        } else if (!right.isEmpty() && !right.startsWith(" ")) {
            parts.set(at + 1, parts.get(at) + parts.get(at + 1));
            parts.set(at, "");
        }
    }

    /** The id of a part that is a token. */
    OptionalInt id(String part) {
        return tokens.has(part) ? tokens.id(part) : OptionalInt.empty();
    }
}
