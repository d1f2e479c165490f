package dev.cloze.checkpoint.tensors;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files made to break a reader: each is refused in one line, before anything is allocated for it. */
@Timeout(value = 5, unit = TimeUnit.SECONDS)
class HostileSafeTensorsTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}                     | data_offsets must span the 8 bytes of F32[2], got [0, 4]
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}                     | bytes must begin at 0
            {"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}                    | beyond the file's 8
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}                     | must fill the file's 8 bytes of data, got 4
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}                     | must span the 8 bytes
            {"a":{"dtype":"U8","shape":[6],"data_offsets":[0,6]},"b":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}} | bytes must begin at 6
            {"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[6,8]}} | bytes must begin at 2
            {"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]},"a":{"dtype":"U8","shape":[0],"data_offsets":[8,8]}} | Duplicate field
            {"a":{"dtype":"U8","dtype":"U8","shape":[8],"data_offsets":[0,8]}}         | Duplicate field
            {"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}                    | must not be negative, got -2
            {"a":{"dtype":"F32","shape":[9223372036854775807,9223372036854775807],"data_offsets":[0,8]}} | more than 2^63 bytes
            {"a":{"dtype":"F32","shape":[9223372036854775808],"data_offsets":[0,8]}}   | valid JSON
            {"a":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}}                   | must hold integers
            {"a":{"dtype":"F32","shape":[1e0],"data_offsets":[0,8]}}                   | must hold integers
            {"a":{"dtype":"F32","shape":2,"data_offsets":[0,8]}}                       | must be arrays
            {"a":{"dtype":"F32","data_offsets":[0,8]}}                                 | shape is missing
            {"a":{"dtype":"F32","shape":[2]}}                                          | data_offsets must be two numbers
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8,9]}}                   | at most 2 numbers
            {"a":{"dtype":"Q3","shape":[2],"data_offsets":[0,8]}}                      | dtype must be one of
            {"a":{"shape":[2],"data_offsets":[0,8]}}                                   | dtype must be one of
            {"a":{"dtype":7,"shape":[2],"data_offsets":[0,8]}}                         | dtype must be a string
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"x":1}}               | unknown field 'x'
            {"a":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,2],"data_offsets":[0,8]}} | at most 16 numbers
            {"a":[]}                                                                   | must be an object
            {"__metadata__":{"a":1}}                                                   | must hold strings only
            {"__metadata__":[]}                                                        | must be an object of strings
            [1,2]                                                                      | must be a JSON object
            {"a":                                                                      | valid JSON
            {} {}                                                                      | must end after its closing brace
            {"a":{"dtype":{"x":{"y":{"z":1}}}}}                                        | dtype must be a string
            {"\\u001b[31mred\\n":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}    | '\\u001b[31mred '
            """)
    void a_header_that_does_not_hold_together_is_refused(String header, String rule) throws IOException {
        Path file = file(header.getBytes(StandardCharsets.UTF_8), 8);
        refused(file, rule);
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "1", "100000001", "9223372036854775807", "4096"})
    void a_lie_about_the_headers_length_is_refused(long length) throws IOException {
        Path file = folder.resolve("model.safetensors");
        ByteBuffer bytes =
                ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
        Files.write(file, bytes.array());
        refused(file, "the header's length must be 2 to 56 bytes");
    }

    @Test
    void no_file_an_empty_one_and_a_folder_are_refused() throws IOException {
        Path file = folder.resolve("model.safetensors");
        refused(file, "there is no such file");
        Files.write(file, new byte[0]);
        refused(file, "got 0 bytes");
        refused(folder, "");
    }

    @Test
    void bytes_that_are_no_text_are_refused() throws IOException {
        refused(file(new byte[] {'{', '"', (byte) 0xFF, (byte) 0xFE, '"', ':'}, 8), "valid JSON");
    }

    @Test
    void a_million_tensors_are_refused_while_they_are_counted() throws IOException {
        Path file = folder.resolve("model.safetensors");
        String prefix = "{\"t";
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(80_000_000)
                    .array());
            for (int i = 0; i < 1_500_000; i++) {
                String name = (i == 0 ? prefix : ",\"t") + i;
                out.write((name + "\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}")
                        .getBytes(StandardCharsets.UTF_8));
            }
        }
        refused(file, "must list at most 50000 tensors");
    }

    @Test
    void a_name_of_ninety_megabytes_is_refused() throws IOException {
        byte[] header = new byte[90_000_000];
        Arrays.fill(header, (byte) 'a');
        header[0] = '{';
        header[1] = '"';
        refused(file(header, 8), "valid JSON");
    }

    @Test
    void deep_nesting_is_refused() throws IOException {
        refused(file("{\"a\":".repeat(1_000_000).getBytes(StandardCharsets.UTF_8), 8), "");
    }

    private Path file(byte[] header, int dataBytes) throws IOException {
        Path file = folder.resolve("model.safetensors");
        ByteBuffer all = ByteBuffer.allocate(8 + header.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        all.putLong(header.length).put(header);
        Files.write(file, all.array());
        return file;
    }

    private static void refused(Path file, String rule) {
        Hostile.refused(() -> SafeTensors.open(file), file, rule);
    }
}
