package dev.cloze.train.loss;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cloze.batch.Batch;
import dev.cloze.batch.IdMatrix;
import dev.cloze.tensor.ProcessMemory;
import dev.cloze.tensor.Tensors;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

/** The loss over mT5's vocabulary never holds the logits of all targets; each way runs in a fresh process, whose peak counts. */
class LossMemoryTest {

    private static final int VOCAB = 250_112;
    private static final int WIDTH = 64;
    private static final int ROWS = 8;
    private static final int TARGETS = 128;

    @Test
    void the_loss_needs_a_quarter_of_the_memory_that_all_logits_at_once_need()
            throws IOException, InterruptedException {
        long chunked = peak("chunked");
        long naive = peak("naive");

        assertThat(chunked).as("bytes, beside %,d", naive).isLessThan(naive / 4);
    }

    private static long peak(String way) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-Dorg.bytedeco.javacpp.nopointergc=true",
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                "-cp",
                System.getProperty("java.class.path"),
                LossMemoryTest.class.getName(),
                way));
        Process process = builder.redirectErrorStream(true).start();
        List<String> lines;
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            lines = output.lines().toList();
        }
        assertThat(process.waitFor()).as(() -> String.join("\n", lines)).isZero();
        return Long.parseLong(lines.get(lines.size() - 1));
    }

    /** Computes loss and gradients {@code chunked} or in the {@code naive} way, and prints the bytes that it took. */
    public static void main(String[] arguments) {
        try (PointerScope scope = new PointerScope()) {
            Tensor head = torch.rand(VOCAB, WIDTH).to(ScalarType.BFloat16).requires_grad_(true);
            Tensor hidden =
                    torch.rand(ROWS, TARGETS, WIDTH).to(ScalarType.BFloat16).requires_grad_(true);
            long before = ProcessMemory.bytes();
            if (arguments[0].equals("chunked")) {
                chunked(hidden, head);
            } else {
                naive(hidden, head);
            }
            System.out.println(ProcessMemory.peakBytes() - before);
        }
    }

    private static void chunked(Tensor hidden, Tensor head) {
        LossTargets targets = LossTargets.of(decoder());
        CrossEntropy options = new CrossEntropy(1e-4, LabelSmoothing.NONE, new Normaliser.RealTokens());
        try (Criterion criterion = new Criterion(options)) {
            criterion.backward(hidden, new LossHead(head), targets, new Normaliser.StepTotals(1, targets.count()));
        }
    }

    private static void naive(Tensor hidden, Tensor head) {
        Tensor logits = torch.matmul(hidden, head.t()).view(-1, VOCAB).to(ScalarType.Float);
        Tensor ids = Tensors.of(decoder().targetTokens()).view(-1).to(ScalarType.Long);
        torch.cross_entropy_loss(logits, ids).backward();
    }

    private static Batch.Decoder decoder() {
        int[] ids = new int[ROWS * TARGETS];
        Arrays.setAll(ids, place -> 17 * place % VOCAB);
        int[] ones = new int[ids.length];
        Arrays.fill(ones, 1);
        return new Batch.Decoder(matrix(ids), matrix(ids), matrix(ones), matrix(ids));
    }

    private static IdMatrix matrix(int[] ids) {
        return IdMatrix.over(ROWS, TARGETS, ids);
    }
}
