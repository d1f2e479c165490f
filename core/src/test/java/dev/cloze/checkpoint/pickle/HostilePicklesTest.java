package dev.cloze.checkpoint.pickle;

import dev.cloze.checkpoint.folder.WeightFiles;
import dev.cloze.checkpoint.tensors.Hostile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pickles and archives made to run code, to fill memory or to read beyond their bounds. */
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class HostilePicklesTest {

    private static final String MAGIC = "\u0080\u0002\u008a\nlü\u009cFù j¨P\u0019.";
    private static final String VERSION = "\u0080\u0002Mé\u0003.";
    private static final String STORAGE = "(X\7\0\0\0storagectorch\nFloatStorage\nX\1\0\0\0000X\3\0\0\0cpuK\4tQ";
    private static final String REBUILD = "ctorch._utils\n_rebuild_tensor_v2\n";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            cos~system~X~4~echot~R.                     | got 'os.system'
            cposix~system~.                             | got 'posix.system'
            c__builtin__~eval~.                         | got '__builtin__.eval'
            cbuiltins~getattr~.                         | got 'builtins.getattr'
            ctorch~load~.                               | got 'torch.load'
            ctorch.storage~_load_from_bytes~.           | got 'torch.storage._load_from_bytes'
            cnumpy.core.multiarray~_reconstruct~.       | got 'numpy.core.multiarray._reconstruct'
            cwebbrowser~open~.                          | got 'webbrowser.open'
            (ios~system~.                               | unknown operation 0x69
            (cos~system~o.                              | got 'os.system'
            }}\\x81.                                    | unknown operation 0x81
            \\x82\\x01.                                 | unknown operation 0x82
            ccollections~OrderedDict~(K\\x01tR.         | a map of the pickle must begin empty
            K\\x01)R.                                   | the pickle calls what is no maker
            ctorch~FloatStorage~)R.                     | the pickle calls what is no maker
            K\\x01K\\x02K\\x03s.                        | fills what is no map
            ]K\\x02K\\x03s.                             | fills what is no map
            K\\x01}b.                                   | attributes to what is no map
            }K\\x01a.                                   | fills what is no list
            )K\\x01a.                                   | fills what is no list
            s.                                          | takes more than it gave
            u.                                          | takes more than it gave
            .                                           | takes more than it gave
            h\\x07.                                     | recalls what it never kept
            }]K\\x01s.                                  | keys of the pickle's maps must be text or integers
            }}K\\x01s.                                  | keys of the pickle's maps must be text or integers
            }(K\\x01u.                                  | fills what is no map
            (K\\x01\\x86.                               | takes a mark for a value
            X\\xff\\xff\\xff\\x7f                       | a string of the pickle must be at most 65536 bytes
            X\\xff\\xff\\xff\\xff                       | a string of the pickle must be at most 65536 bytes
            K\\x01Q.                                    | not named as torch names it
            K\\x01.                                     | must hold a dictionary of tensors
            }.                                          | must hold a dictionary of tensors, got none
            }K                                          | cut off
            """)
    void a_pickle_that_is_more_than_tensors_is_refused_by_name(String pickle, String rule) throws IOException {
        String bytes = unescaped(pickle);
        Hostile.refused(open(zip("a/data.pkl", latin(bytes))), folder, rule);
        Hostile.refused(open(file(latin(MAGIC + VERSION + "}." + bytes))), folder, rule);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            K\\x00K\\x05\\x85K\\x01\\x85\\x89}                  | reaches beyond its storage of 4
            K\\x01K\\x04\\x85K\\x01\\x85\\x89}                  | reaches beyond its storage of 4
            K\\x05K\\x00\\x85K\\x01\\x85\\x89}                  | reaches beyond its storage of 4
            J\\xff\\xff\\xff\\xffK\\x01\\x85K\\x01\\x85\\x89}   | reaches beyond its storage of 4
            K\\x00K\\x02\\x85K\\x04\\x85\\x89}                  | reaches beyond its storage of 4
            K\\x00K\\x02\\x85J\\xff\\xff\\xff\\xff\\x85\\x89}   | reaches beyond its storage of 4
            K\\x00J\\xff\\xff\\xff\\xff\\x85K\\x01\\x85\\x89}   | reaches beyond its storage of 4
            K\\x00J\\xff\\xff\\xff\\x7f\\x85K\\x00\\x85\\x89}   | reaches beyond its storage of 4
            K\\x00\\x8a\\x08\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x7f\\x85K\\x01\\x85\\x89} | reaches beyond its storage of 4
            K\\x00K\\x02K\\x02\\x86K\\x01\\x85\\x89}            | reaches beyond its storage of 4
            K\\x00}K\\x01\\x85\\x89}                            | not built as torch builds it
            K\\x00G\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x85K\\x01\\x85\\x89} | must be integers
            """)
    void a_view_beyond_its_storage_is_refused(String view, String rule) throws IOException {
        String pickle = "}X\1\0\0\0w" + REBUILD + "(" + STORAGE + unescaped(view) + "tRs.";
        Hostile.refused(open(zip("a/data.pkl", latin(pickle), "a/data/0", new byte[16])), folder, rule);
    }

    @Test
    void a_storage_that_is_smaller_than_said_or_missing_is_refused() throws IOException {
        byte[] pickle = latin("}X\1\0\0\0w" + REBUILD + "(" + STORAGE + "K\0K\4\u0085K\1\u0085\u0089}tRs.");
        Hostile.refused(open(zip("a/data.pkl", pickle, "a/data/0", new byte[15])), folder, "got 15 bytes");
        Hostile.refused(open(zip("a/data.pkl", pickle)), folder, "no entry 'data/0'");
        Hostile.refused(
                open(zip("a/data.pkl", pickle, "a/data/0", new byte[16], "a/byteorder", latin("big"))),
                folder,
                "little-endian order, got 'big'");
    }

    @Test
    void a_legacy_file_without_its_storages_is_refused() throws IOException {
        String tensor = "}X\1\0\0\0w" + REBUILD + "(" + STORAGE + "K\0K\4\u0085K\1\u0085\u0089}tRs.";
        String head = MAGIC + VERSION + "}." + tensor;
        Hostile.refused(open(file(latin(head + "]."))), folder, "must list all its storages");
        Hostile.refused(open(file(latin(head + "]X\1\0\0\0" + "1a."))), folder, "belongs to no tensor");
        Hostile.refused(open(file(latin(head + "]X\1\0\0\0" + "0a." + "\4"))), folder, "is cut off");
        Hostile.refused(open(file(latin("no pickle at all"))), folder, "must be a file that torch.save wrote");
        Hostile.refused(open(file(new byte[0])), folder, "must be a file that torch.save wrote");
        // Lists inside one another double their text at every level: they must never be shown.
        String laughs = "]q\0" + "](h\0h\0eq\0".repeat(60);
        Hostile.refused(open(file(latin(head + laughs + "."))), folder, "belongs to no tensor");
    }

    @ParameterizedTest
    @ValueSource(strings = {"}", "]", ")", "(", "X\0\0\0\0"})
    void a_pickle_of_millions_of_values_is_refused_while_they_are_counted(String value) throws IOException {
        byte[] pickle = latin(value.repeat(8_000_000 / value.length()));
        Hostile.refused(open(zip("a/data.pkl", pickle)), folder, "must hold at most 500000 values");
    }

    @Test
    void a_pickle_that_keeps_millions_of_values_is_refused() throws IOException {
        ByteBuffer pickle = ByteBuffer.allocate(8_000_001).order(ByteOrder.LITTLE_ENDIAN);
        pickle.put((byte) '}');
        for (int i = 0; i < 1_600_000; i++) {
            pickle.put((byte) 'r').putInt(i);
        }
        Hostile.refused(open(zip("a/data.pkl", pickle.array())), folder, "must keep at most 500000 values");
    }

    @Test
    void a_pickle_that_is_too_long_is_refused_unread() throws IOException {
        Hostile.refused(open(zip("a/data.pkl", new byte[20_000_000])), folder, "must be at most 8388608 bytes");
    }

    @Test
    void packed_entries_are_refused_so_that_nothing_can_swell() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("a/data.pkl"));
            zip.write(new byte[50_000_000]);
        }
        Hostile.refused(open(file(bytes.toByteArray())), folder, "entries must be stored, not packed");
    }

    @Test
    void entries_that_share_their_bytes_are_refused() throws IOException {
        byte[] whole = Files.readAllBytes(zip("a/data.pkl", latin("}."), "a/data/0", new byte[64]));
        int second = lastIndexOf(whole, latin("PK\1\2"));
        Arrays.fill(whole, second + 42, second + 46, (byte) 0); // where the entry begins: at the first one
        Hostile.refused(open(file(whole)), folder, "an entry overlaps the one before");
    }

    @Test
    void two_entries_of_one_name_are_refused() throws IOException {
        byte[] whole = Files.readAllBytes(zip("a/data.pkl", latin("}."), "b/data.pkl", latin("}.")));
        Hostile.refused(open(file(whole)), folder, "must have one entry /data.pkl, got two");
        whole[lastIndexOf(whole, latin("b/data.pkl"))] = 'a';
        Hostile.refused(open(file(whole)), folder, "an entry stands twice");
    }

    @Test
    void a_directory_that_lies_is_refused() throws IOException {
        byte[] sound = Files.readAllBytes(zip("a/data.pkl", latin("}."), "a/data/0", new byte[64]));
        int end = lastIndexOf(sound, latin("PK\5\6"));
        Hostile.refused(open(file(changed(sound, end + 16, 0x7fffffff))), folder, "points beyond the file");
        Hostile.refused(open(file(changed(sound, end + 12, 0x00ffffff))), folder, "its directory must be at most");
        Hostile.refused(open(file(changed(sound, end + 10, 0x0000ffff))), folder, "directory");
        int last = lastIndexOf(sound, latin("PK\1\2"));
        Hostile.refused(open(file(changed(sound, last + 42, 7))), folder, "does not lie where the directory says");
        Hostile.refused(open(file(changed(sound, last + 24, 0x7ffffff0))), folder, "two sizes differ");
        Hostile.refused(open(file(changed(sound, end, 0))), folder, "the archive has no end");
        Hostile.refused(open(file(latin("PK\3\4"))), folder, "the archive has no end");
    }

    @ParameterizedTest
    @CsvSource({"../secret.bin", "/etc/passwd", "a/../../b.bin", "..", "C:x.bin", "a\\\\b.bin"})
    void shards_outside_the_folder_are_refused(String name) throws IOException {
        Path index = folder.resolve("pytorch_model.bin.index.json");
        Files.writeString(index, "{\"weight_map\":{\"w\":\"" + name + "\"}}");
        Hostile.refused(() -> WeightFiles.open(folder), folder, "files must lie in this folder");
    }

    private static ThrowingCallable open(Path file) {
        return () -> PickledTensors.open(file);
    }

    private static byte[] changed(byte[] sound, int at, int value) {
        byte[] changed = sound.clone();
        ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
        return changed;
    }

    private static int lastIndexOf(byte[] whole, byte[] part) {
        for (int at = whole.length - part.length; at >= 0; at--) {
            if (Arrays.equals(whole, at, at + part.length, part, 0, part.length)) {
                return at;
            }
        }
        throw new AssertionError("not there");
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("pytorch_model.bin"), bytes);
    }

    /** An archive of stored entries, given as names and bytes in turn. */
    private Path zip(Object... entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < entries.length; i += 2) {
                byte[] content = (byte[]) entries[i + 1];
                CRC32 sum = new CRC32();
                sum.update(content);
                ZipEntry entry = new ZipEntry((String) entries[i]);
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(content.length);
                entry.setCrc(sum.getValue());
                zip.putNextEntry(entry);
                zip.write(content);
            }
        }
        return file(bytes.toByteArray());
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Lines end at {@code ~}, bytes stand as {@code \x7f}. */
    private static String unescaped(String text) {
        StringBuilder bytes = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.startsWith("\\x", i)) {
                bytes.append((char) Integer.parseInt(text.substring(i + 2, i + 4), 16));
                i += 3;
            } else {
                bytes.append(text.charAt(i) == '~' ? '\n' : text.charAt(i));
            }
        }
        return bytes.toString();
    }
}
