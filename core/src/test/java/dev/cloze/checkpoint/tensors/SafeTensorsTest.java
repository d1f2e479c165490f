package dev.cloze.checkpoint.tensors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cloze.Golden;
import dev.cloze.checkpoint.disk.Disk;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SafeTensorsTest {

    @TempDir
    Path folder;

    @Test
    void what_was_written_is_read() throws IOException {
        Path file = folder.resolve("model.safetensors");
        try (PointerScope scope = new PointerScope()) {
            Tensor weight = Tensor.create(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
            Tensor steps = Tensor.create(new long[] {7, -8});
            SafeTensors.write(file, Map.of("b.weight", weight.t(), "steps", steps));
            try (SafeTensors read = SafeTensors.open(file)) {
                assertThat(read.names()).containsExactly("steps", "b.weight");
                assertThat(read.shape("b.weight")).containsExactly(3, 2);
                assertThat(read.metadata()).containsEntry("format", "pt");
                assertThat(read.read("b.weight").equal(weight.t())).isTrue();
                assertThat(read.read("steps").equal(steps)).isTrue();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void every_number_format_survives(ElementType type) throws IOException {
        Path file = folder.resolve("one.safetensors");
        try (PointerScope scope = new PointerScope()) {
            Tensor bytes = Tensor.create(new byte[] {1, 0, 1, 1, 0, 1, 0, 0}, false, 8);
            Tensor one = bytes.view(ScalarType.Byte).view(type.scalar());
            SafeTensors.write(file, Map.of("x", one));
            try (SafeTensors read = SafeTensors.open(file)) {
                assertThat(read.type("x")).isEqualTo(type.scalar());
                assertThat(read.read("x").view(ScalarType.Byte).equal(bytes.view(ScalarType.Byte)))
                        .isTrue();
            }
        }
    }

    @Test
    void a_tensor_outlives_its_file_and_does_not_write_to_it() throws IOException {
        Path file = folder.resolve("model.safetensors");
        try (PointerScope scope = new PointerScope()) {
            SafeTensors.write(file, Map.of("x", Tensor.create(1f, 2f)));
            Tensor read;
            try (SafeTensors open = SafeTensors.open(file)) {
                read = open.read("x");
            }
            read.zero_();
            try (SafeTensors again = SafeTensors.open(file)) {
                assertThat(again.read("x").equal(Tensor.create(1f, 2f))).isTrue();
            }
        }
    }

    @Test
    void scalars_empty_tensors_and_files_without_tensors_are_read() throws IOException {
        Path file = folder.resolve("model.safetensors");
        try (PointerScope scope = new PointerScope()) {
            SafeTensors.write(
                    file,
                    Map.of(
                            "empty",
                            torch.zeros(0, 5),
                            "scalar",
                            Tensor.create(3f).view(new long[0])));
            try (SafeTensors read = SafeTensors.open(file)) {
                assertThat(read.read("empty").shape()).containsExactly(0, 5);
                assertThat(read.read("scalar").item_float()).isEqualTo(3f);
            }
            SafeTensors.write(file, Map.of());
            try (SafeTensors read = SafeTensors.open(file)) {
                assertThat(read.names()).isEmpty();
            }
        }
    }

    @Test
    void a_tensor_that_is_not_aligned_is_read() throws IOException {
        Path file = folder.resolve("odd.safetensors");
        String json = "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]},"
                + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[1,5]}}";
        ByteBuffer all = ByteBuffer.allocate(8 + json.length() + 5).order(ByteOrder.LITTLE_ENDIAN);
        all.putLong(json.length())
                .put(json.getBytes(StandardCharsets.UTF_8))
                .put((byte) 9)
                .putFloat(1.5f);
        Files.write(file, all.array());
        try (PointerScope scope = new PointerScope();
                SafeTensors read = SafeTensors.open(file)) {
            assertThat(read.read("b").item_float()).isEqualTo(1.5f);
        }
    }

    @Test
    void files_beyond_two_gigabytes_are_mapped_and_not_loaded() throws IOException {
        Path file = folder.resolve("large.safetensors");
        long rows = (1L << 32) + 5;
        String json = "{\"big\":{\"dtype\":\"U8\",\"shape\":[%d],\"data_offsets\":[0,%d]},".formatted(rows, rows)
                + "\"last\":{\"dtype\":\"I8\",\"shape\":[1],\"data_offsets\":[%d,%d]}}".formatted(rows, rows + 1);
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.write(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(json.length())
                    .array());
            sparse.write(json.getBytes(StandardCharsets.UTF_8));
            sparse.setLength(8 + json.length() + rows + 1);
            sparse.seek(8 + json.length() + rows);
            sparse.write(42);
        }
        try (PointerScope scope = new PointerScope();
                SafeTensors read = SafeTensors.open(file)) {
            assertThat(read.read("last").item_byte()).isEqualTo((byte) 42);
            assertThat(read.read("big").numel()).isEqualTo(rows);
        }
    }

    @TestFactory
    @Tag("golden")
    Stream<DynamicTest> a_file_of_the_reference_is_written_back_byte_for_byte() throws IOException {
        List<Path> files = new ArrayList<>();
        Optional<Path> models = Golden.folder("models");
        if (models.isPresent()) {
            try (Stream<Path> all = Files.walk(models.get())) {
                all.filter(file -> file.toString().endsWith(".safetensors")).forEach(files::add);
            }
        }
        return files.stream().sorted().map(file -> DynamicTest.dynamicTest(file.toString(), () -> copies(file)));
    }

    private void copies(Path file) throws IOException {
        Path copy = folder.resolve("copy.safetensors");
        try (PointerScope scope = new PointerScope();
                SafeTensors read = SafeTensors.open(file)) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            read.names().forEach(name -> tensors.put(name, read.read(name)));
            SafeTensorsWriter.write(Disk.local(), copy, OutgoingTensor.all(tensors), read.metadata());
        }
        assertThat(Files.mismatch(file, copy)).isEqualTo(-1);
    }
}
