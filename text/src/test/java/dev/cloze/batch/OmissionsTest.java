package dev.cloze.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cloze.batch.Omissions.Origin;
import org.junit.jupiter.api.Test;

class OmissionsTest {

    private static final Origin WEB_EN = new Origin("web", "en");
    private static final Origin WEB_DE = new Origin("web", "de");

    @Test
    void counts_add_up_by_origin_and_together() {
        Omissions both = Omissions.of(WEB_EN, Skipped.ofEmptyDocuments(2))
                .plus(Omissions.of(WEB_DE, Skipped.ofOverflowing(3)))
                .plus(Omissions.of(WEB_EN, Skipped.ofTruncated(1)));
        assertThat(both.byOrigin())
                .hasSize(2)
                .containsEntry(WEB_EN, new Skipped(2, 0, 0, 1))
                .containsEntry(WEB_DE, new Skipped(0, 0, 3, 0));
        assertThat(both.total()).isEqualTo(new Skipped(2, 0, 3, 1));
    }

    @Test
    void nothing_has_no_origin() {
        assertThat(Omissions.of(WEB_EN, Skipped.ofSingleTokens(0))).isEqualTo(Omissions.NONE);
        assertThat(Omissions.NONE.total()).isEqualTo(Skipped.NONE);
    }
}
