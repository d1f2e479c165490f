package dev.cloze.checkpoint.pickle;

import dev.cloze.Refusal;
import dev.cloze.checkpoint.tensors.ElementType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the part of Python's pickle language that torch writes for tensors in dictionaries. It can name nothing but
 * {@link PickleNames} and calls nothing, so a file can at most be refused.
 */
final class Unpickler {

    /** Python's {@code None}. */
    static final Object NOTHING = new Object();

    private static final Object MARK = new Object();
    private static final int MOST_VALUES = 500_000; // a tensor takes about fourteen
    private static final int STOP = '.';

    private final PickleReader in;
    private final String file;
    private final List<Object> stack = new ArrayList<>();
    private final Map<Integer, Object> memo = new HashMap<>();
    private int values;

    private Unpickler(PickleReader in, String file) {
        this.in = in;
        this.file = file;
    }

    /** The next value: a map, a list, a string, a long, a double, a boolean, {@link #NOTHING} or a {@link PickledTensor}. */
    static Object read(PickleReader in, String file) throws IOException {
        Unpickler unpickler = new Unpickler(in, file);
        for (int code = in.unsignedByte(); code != STOP; code = in.unsignedByte()) {
            unpickler.run(code);
        }
        return unpickler.pop();
    }

    private void run(int code) throws IOException {
        if (!plain(code) && !container(code) && !memory(code)) {
            throw refuse("the pickle has the unknown operation 0x%02x".formatted(code));
        }
    }

    private boolean plain(int code) throws IOException {
        switch (code) {
            case 'N' -> push(NOTHING);
            case 0x88 -> push(true);
            case 0x89 -> push(false);
            case 'J' -> push((long) in.integer());
            case 'K' -> push((long) in.unsignedByte());
            case 'M' -> push((long) in.unsignedShort());
            case 0x8a -> push(in.signed(in.unsignedByte()));
            case 'G' -> push(in.bigEndianDouble());
            case 'X', 'T' -> push(in.text(in.number(4)));
            case 'U', 0x8c -> push(in.text(in.unsignedByte()));
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean container(int code) throws IOException {
        switch (code) {
            case '(' -> push(MARK);
            case ')' -> push(List.of());
            case ']' -> push(new ArrayList<>());
            case '}' -> push(new LinkedHashMap<>());
            case 't' -> push(List.copyOf(popToMark()));
            case 0x85, 0x86, 0x87 -> push(List.copyOf(popLast(code - 0x84)));
            case 's' -> put(popLast(2));
            case 'u' -> put(popToMark());
            case 'a' -> append(popLast(1));
            case 'e' -> append(popToMark());
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean memory(int code) throws IOException {
        switch (code) {
            case 0x80 -> in.unsignedByte(); // the protocol
            case 0x95 -> in.number(8); // a frame's length
            case 'q' -> keep(in.unsignedByte());
            case 'r' -> keep(in.integer());
            case 0x94 -> keep(memo.size());
            case 'h' -> push(recall(in.unsignedByte()));
            case 'j' -> push(recall(in.integer()));
            case 'c' -> push(PickleNames.of(in.line(), in.line(), file));
            case 0x93 -> named();
            case 'R' -> make();
            case 'Q' -> push(PickleNames.storage(pop(), file));
            case 'b' -> attributes();
            default -> {
                return false;
            }
        }
        return true;
    }

    // What a map carries beside its entries, such as the versions of a state dictionary's modules: no use for it.
    private void attributes() {
        pop();
        expect(top() instanceof Map<?, ?>, "the pickle gives attributes to what is no map");
    }

    private void named() {
        Object name = pop();
        Object module = pop();
        expect(module instanceof String && name instanceof String, "a name of the pickle must be text");
        push(PickleNames.of((String) module, (String) name, file));
    }

    private void make() {
        Object arguments = pop();
        Object maker = pop();
        expect(maker instanceof PickleNames.Maker && arguments instanceof List<?>, "the pickle calls what is no maker");
        List<?> given = (List<?>) arguments;
        switch ((PickleNames.Maker) maker) {
            case ORDERED_MAP -> {
                expect(given.isEmpty(), "a map of the pickle must begin empty");
                push(new LinkedHashMap<>());
            }
            case TENSOR -> push(tensor(given));
            case TENSOR_OF_FORMAT -> push(tensor(inFormat(given)));
            case PARAMETER -> {
                expect(!given.isEmpty() && given.get(0) instanceof PickledTensor, "a parameter must hold a tensor");
                push(given.get(0));
            }
        }
    }

    private PickledTensor tensor(List<?> given) {
        boolean right = given.size() >= 4
                && given.get(0) instanceof PickledStorage
                && given.get(1) instanceof Long
                && given.get(2) instanceof List<?>
                && given.get(3) instanceof List<?>;
        expect(right, "a tensor of the pickle is not built as torch builds it");
        return PickledTensor.of(
                (PickledStorage) given.get(0),
                (Long) given.get(1),
                numbers((List<?>) given.get(2)),
                numbers((List<?>) given.get(3)),
                file);
    }

    // Storage, offset, shape, strides, whether it learns, what follows its gradient, number format.
    private List<?> inFormat(List<?> given) {
        boolean right = given.size() >= 7
                && given.get(0) instanceof PickledStorage storage
                && given.get(6) instanceof ElementType type
                && storage.bytes() % type.width() == 0;
        expect(right, "a tensor of the pickle is not built as torch builds it");
        List<Object> typed = new ArrayList<>(given);
        typed.set(0, ((PickledStorage) given.get(0)).as((ElementType) given.get(6)));
        return typed;
    }

    private long[] numbers(List<?> values) {
        expect(values.stream().allMatch(Long.class::isInstance), "a tensor's shape and strides must be integers");
        return values.stream().mapToLong(value -> (Long) value).toArray();
    }

    private void put(List<Object> pairs) {
        expect(top() instanceof Map<?, ?> && pairs.size() % 2 == 0, "the pickle fills what is no map");
        @SuppressWarnings("unchecked")
        Map<Object, Object> map = (Map<Object, Object>) top();
        for (int i = 0; i < pairs.size(); i += 2) {
            Object key = pairs.get(i);
            expect(key instanceof String || key instanceof Long, "keys of the pickle's maps must be text or integers");
            map.put(key, pairs.get(i + 1));
        }
    }

    private void append(List<Object> items) {
        expect(top() instanceof ArrayList<?>, "the pickle fills what is no list");
        @SuppressWarnings("unchecked")
        List<Object> list = (List<Object>) top();
        list.addAll(items);
    }

    private void keep(int place) {
        expect(memo.size() < MOST_VALUES, "the pickle must keep at most " + MOST_VALUES + " values");
        memo.put(place, top());
    }

    private Object recall(int place) {
        Object value = memo.get(place);
        if (value == null) {
            throw refuse("the pickle recalls what it never kept");
        }
        return value;
    }

    private void push(Object value) {
        values++;
        expect(values <= MOST_VALUES, "the pickle must hold at most " + MOST_VALUES + " values");
        stack.add(value);
    }

    private Object pop() {
        expect(!stack.isEmpty(), "the pickle takes more than it gave");
        return stack.remove(stack.size() - 1);
    }

    private Object top() {
        expect(!stack.isEmpty(), "the pickle takes more than it gave");
        return stack.get(stack.size() - 1);
    }

    private List<Object> popLast(int count) {
        expect(stack.size() >= count, "the pickle takes more than it gave");
        List<Object> last = stack.subList(stack.size() - count, stack.size());
        List<Object> taken = new ArrayList<>(last);
        last.clear();
        expect(!taken.contains(MARK), "the pickle takes a mark for a value");
        return taken;
    }

    private List<Object> popToMark() {
        int mark = stack.lastIndexOf(MARK);
        expect(mark >= 0, "the pickle takes more than it gave");
        List<Object> last = stack.subList(mark + 1, stack.size());
        List<Object> taken = new ArrayList<>(last);
        last.clear();
        pop();
        return taken;
    }

    private void expect(boolean holds, String rule) {
        if (!holds) {
            throw refuse(rule);
        }
    }

    private Refusal refuse(String rule) {
        return Refusal.at(file, "%s", rule);
    }
}
