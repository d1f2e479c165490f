package dev.cloze.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the script {@code cloze} finds out by itself. */
class LauncherTest {

    private static final Path SCRIPT = Path.of("..", "cloze");

    @TempDir
    Path root;

    @ParameterizedTest
    @CsvSource({
        "200000 100000, max 100000, 2",
        "max 100000, 150000 100000, 2",
        "400000 100000, 50000 100000, 1",
        "100000 100000, 300000 100000, 1",
        "max 100000, max 100000, ''",
        "rubbish, '', ''"
    })
    void a_group_leaves_the_least_of_its_share_and_those_around_it(String outer, String inner, String share)
            throws IOException, InterruptedException {
        Path group = Files.createDirectories(root.resolve("pod/run"));
        Files.writeString(Objects.requireNonNull(group.getParent()).resolve("cpu.max"), outer + "\n");
        Files.writeString(group.resolve("cpu.max"), inner + "\n");
        assertThat(share("9:name=systemd:/x\n0::/pod/run\n")).isEqualTo(share);
    }

    @Test
    void the_first_version_of_groups_is_read_too() throws IOException, InterruptedException {
        Path group = Files.createDirectories(root.resolve("cpu/docker/a"));
        Files.writeString(group.resolve("cpu.cfs_quota_us"), "250000\n");
        Files.writeString(group.resolve("cpu.cfs_period_us"), "100000\n");
        Files.writeString(Objects.requireNonNull(group.getParent()).resolve("cpu.cfs_quota_us"), "-1\n");
        Files.writeString(Objects.requireNonNull(group.getParent()).resolve("cpu.cfs_period_us"), "100000\n");
        assertThat(share("4:cpu,cpuacct:/docker/a\n3:cpuset:/docker/b\n0::/\n")).isEqualTo("3");
    }

    @Test
    void without_groups_there_is_no_bound() throws IOException, InterruptedException {
        assertThat(share("0::/\n")).isEmpty();
    }

    private String share(String groups) throws IOException, InterruptedException {
        Path own = Files.writeString(root.resolve("own"), groups);
        String call = "set -euo pipefail; source <(sed -n '/^cpu_share()/,/^}/p' '%s'); cpu_share '%s' '%s'"
                .formatted(SCRIPT, root, own);
        Process bash = new ProcessBuilder(List.of("bash", "-c", call))
                .redirectErrorStream(true)
                .start();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(said).isZero();
        return said.strip();
    }
}
