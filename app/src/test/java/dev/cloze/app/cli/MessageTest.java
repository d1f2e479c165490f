package dev.cloze.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.List;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class MessageTest {

    @Test
    void memory_that_the_library_did_not_get_is_said_with_its_size() {
        Throwable shortage = catchThrowable(() -> torch.empty(1L << 44));
        assertThat(Message.of(shortage))
                .isEqualTo(
                        "out of memory: 70368744.2 MB more were needed at once; shorter texts, smaller batches or fewer bits"
                                + " need less (--debug shows where)");
    }

    @Test
    void so_is_that_of_an_accelerator() {
        assertThat(Message.of(new RuntimeException(
                        "CUDA out of memory. Tried to allocate 20.00 GiB. GPU 0 has a total capacity of 79.15 GiB")))
                .startsWith("out of memory: 20.00 GiB more were needed at once;");
    }

    @Test
    void other_faults_keep_their_first_line() {
        assertThat(Message.of(new IllegalStateException("first\nsecond")))
                .isEqualTo("fault: IllegalStateException: first (--debug shows where)");
    }

    @Test
    void no_message_is_long_or_steers_a_terminal() {
        String odd = "a\u001b[31m" + "b".repeat(100_000);
        for (Throwable problem : List.of(
                new IllegalStateException(odd),
                new FileSystemException("x\ny" + odd, null, odd),
                new UncheckedIOException(odd, new IOException()),
                new OutOfMemoryError(odd))) {
            assertThat(Message.of(problem)).hasSizeLessThan(2100).doesNotContain("\u001b", "\n");
        }
    }
}
