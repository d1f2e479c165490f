package dev.cloze.checkpoint.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cloze.Refusal;
import dev.cloze.checkpoint.tensors.SafeTensors;
import dev.cloze.checkpoint.tensors.ShardedTensors;
import dev.cloze.checkpoint.tensors.TensorFile;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that torch wrote; the README beside them says how. */
public class PickledTensorsTest {

    private static final String[] WRITTEN = {"zip.bin", "legacy.bin", "nested.bin", "newer.bin", "newer-legacy.bin"};

    @TempDir
    Path folder;

    private PointerScope scope;

    @BeforeEach
    void open() {
        scope = new PointerScope();
    }

    @AfterEach
    void close() {
        scope.close();
    }

    public static Path written(String name) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(PickledTensorsTest.class.getResource("/pickles/" + name))
                .toURI());
    }

    @ParameterizedTest
    @ValueSource(strings = {"zip.bin", "legacy.bin", "nested.bin", "pytorch_model.bin.index.json"})
    void every_tensor_is_what_torch_saved(String name) throws URISyntaxException {
        assertSame("expected.safetensors", name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"newer.bin", "newer-legacy.bin", "newer-protocol.bin"})
    void formats_without_a_storage_of_their_own_and_views_of_one_storage_are_what_torch_saved(String name)
            throws URISyntaxException {
        assertSame("expected-newer.safetensors", name);
    }

    private static void assertSame(String values, String name) throws URISyntaxException {
        try (SafeTensors expected = SafeTensors.open(written(values));
                TensorFile found = name.endsWith(".json")
                        ? ShardedTensors.open(written(name), PickledTensors::open)
                        : PickledTensors.open(written(name))) {
            assertThat(found.names()).containsExactlyInAnyOrderElementsOf(expected.names());
            for (String tensor : expected.names()) {
                assertThat(found.shape(tensor)).as(tensor).isEqualTo(expected.shape(tensor));
                assertThat(found.type(tensor).intern())
                        .as(tensor)
                        .isEqualTo(expected.type(tensor).intern());
                assertThat(bytes(found.read(tensor))).as(tensor).isEqualTo(bytes(expected.read(tensor)));
            }
        }
    }

    private static String bytes(Tensor tensor) {
        Tensor flat = tensor.contiguous().view(-1).view(ScalarType.Byte);
        byte[] bytes = new byte[Math.toIntExact(flat.numel())];
        if (bytes.length > 0) {
            new BytePointer(flat.data_ptr()).get(bytes);
        }
        return HexFormat.of().formatHex(bytes);
    }

    @Test
    void tied_tensors_show_the_same_pages() throws URISyntaxException {
        try (PickledTensors file = PickledTensors.open(written("zip.bin"))) {
            Tensor shared = file.read("shared.weight");
            Tensor tied = file.read("encoder.embed_tokens.weight");
            assertThat(tied.data_ptr().address()).isEqualTo(shared.data_ptr().address());
        }
    }

    @Test
    void a_tensor_outlives_its_file_and_does_not_change_it() throws IOException, URISyntaxException {
        Path file = Files.copy(written("zip.bin"), folder.resolve("copy.bin"));
        byte[] before = Files.readAllBytes(file);
        Tensor read;
        try (PickledTensors opened = PickledTensors.open(file)) {
            read = opened.read("part");
        }
        read.zero_();
        assertThat(read.sum().item_float()).isZero();
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void a_file_cut_off_anywhere_is_refused() throws IOException, URISyntaxException {
        for (String name : WRITTEN) {
            byte[] whole = Files.readAllBytes(written(name));
            for (int length = 0; length < whole.length; length += 1 + length / 20) {
                Path cut = folder.resolve("cut.bin");
                Files.write(cut, Arrays.copyOf(whole, length));
                assertThatThrownBy(() -> PickledTensors.open(cut))
                        .as("%s of %s", length, name)
                        .isInstanceOf(Refusal.class);
            }
        }
    }

    @Test
    void a_flipped_byte_is_refused_or_read_but_never_breaks_the_reader() throws IOException, URISyntaxException {
        for (String name : WRITTEN) {
            byte[] whole = Files.readAllBytes(written(name));
            for (int at = 0; at < whole.length; at += 37) {
                byte[] changed = whole.clone();
                changed[at] ^= (byte) (1 << at % 8);
                Path file = folder.resolve("flipped.bin");
                Files.write(file, changed);
                openAndRead(file);
            }
        }
    }

    private static void openAndRead(Path file) {
        try (PointerScope inner = new PointerScope();
                PickledTensors opened = PickledTensors.open(file)) {
            opened.names().forEach(tensor -> bytes(opened.read(tensor)));
        } catch (Refusal e) {
            assertThat(e.getMessage()).doesNotContain("\n");
        }
    }
}
