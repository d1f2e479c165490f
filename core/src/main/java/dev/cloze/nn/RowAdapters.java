package dev.cloze.nn;

import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Scopes;
import dev.cloze.tensor.Tensors;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Which adapter each row of a batch uses, by its number in the network.
 *
 * <pre>
 * adapters   1 -1 0 1     rows 0 and 3 use adapter 1, row 2 uses adapter 0, row 1 the model alone
 * </pre>
 */
public final class RowAdapters implements AutoCloseable {

    /** The number of a row that uses none. */
    public static final int NONE = -1;

    /** No row uses any. */
    static final RowAdapters MODEL_ALONE = all(NONE);

    private final int[] adapters; // one number for all rows, or one a row
    private final Map<Integer, Tensor> places; // rows by adapter, int64; empty where all are alike

    private RowAdapters(int[] adapters, Map<Integer, Tensor> places) {
        this.adapters = adapters;
        this.places = places;
    }

    /** All rows use the same. */
    public static RowAdapters all(int adapter) {
        return new RowAdapters(new int[] {adapter}, Map.of());
    }

    /** Each row uses the one at its place in {@code adapters}; {@code device} is the batch's. Tensors belong to the caller's scope. */
    public static RowAdapters of(int[] adapters, ComputeDevice device) {
        return of(adapters, device.device());
    }

    /** As {@link #of(int[], ComputeDevice)}. */
    public static RowAdapters of(int[] adapters, Device device) {
        int[] different = Arrays.stream(adapters).distinct().toArray();
        if (different.length < 2) {
            return all(different.length == 0 ? NONE : different[0]);
        }
        Map<Integer, Tensor> places = new TreeMap<>();
        for (int adapter : different) {
            int[] rows = IntStream.range(0, adapters.length)
                    .filter(row -> adapters[row] == adapter)
                    .toArray();
            places.put(adapter, Tensors.of(rows, rows.length).to(device, ScalarType.Long));
        }
        return new RowAdapters(adapters.clone(), places);
    }

    /** These, which live until they are closed. */
    public RowAdapters held() {
        places.values().forEach(Scopes::forever);
        return this;
    }

    @Override
    public void close() {
        places.values().forEach(Tensor::close);
    }

    /** Those that any row uses. */
    public int[] used() {
        return Arrays.stream(adapters).distinct().filter(each -> each != NONE).toArray();
    }

    /** Whether any row uses none. */
    public boolean anyAlone() {
        return Arrays.stream(adapters).anyMatch(each -> each == NONE);
    }

    /** Whether rows use different ones. */
    public boolean mixed() {
        return adapters.length > 1;
    }

    /** What {@code row} uses. */
    public int of(int row) {
        return adapters[mixed() ? row : 0];
    }

    /** Whether every row uses {@code adapter}. */
    boolean allUse(int adapter) {
        return !mixed() && adapters[0] == adapter;
    }

    /** The rows that use {@code adapter}, if only some do. */
    Optional<Tensor> using(int adapter) {
        return Optional.ofNullable(places.get(adapter));
    }

    /** Those of a batch whose row {@code i} is row {@code rows[i]} of this one. */
    RowAdapters select(int[] rows) {
        return mixed() ? of(Arrays.stream(rows).map(row -> adapters[row]).toArray(), device()) : this;
    }

    private Device device() {
        return places.values().iterator().next().device();
    }
}
