package dev.cloze.batch.cut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cloze.Refusal;
import dev.cloze.data.Document;
import dev.cloze.data.Feed;
import dev.cloze.data.Position;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DocumentGroupsTest {

    @Test
    void a_group_ends_when_it_has_its_characters() {
        DocumentGroups groups = new DocumentGroups(new Numbers(7, 7), 30, 3);
        DocumentGroup first = groups.next();
        assertThat(first.documents()).hasSize(3);
        assertThat(first.number()).isEqualTo(3);
        assertThat(first.end().counter("next")).isEqualTo(3);
        assertThat(groups.next().documents()).hasSize(3);
        assertThat(groups.next().documents()).hasSize(1);
        assertThat(groups.next().documents()).isEmpty();
    }

    @Test
    void what_stands_before_a_bad_record_is_a_group_and_the_failure_comes_after_it() {
        DocumentGroups groups = new DocumentGroups(new Numbers(7, 5), 30, 0);
        assertThat(groups.next().documents()).hasSize(3);
        DocumentGroup last = groups.next();
        assertThat(last.documents()).hasSize(2);
        assertThat(last.end().counter("next")).isEqualTo(5);
        for (int again = 0; again < 2; again++) {
            assertThatThrownBy(groups::next).isInstanceOf(Refusal.class).hasMessage("number 5 is bad");
        }
    }

    @Test
    void a_first_bad_record_fails_at_once() {
        DocumentGroups groups = new DocumentGroups(new Numbers(7, 0), 30, 0);
        assertThatThrownBy(groups::next).isInstanceOf(Refusal.class).hasMessage("number 0 is bad");
    }

    /** Documents of ten characters, of which one cannot be read. */
    private static final class Numbers implements Feed<Document> {

        private final int count;
        private final int bad;
        private int next;

        Numbers(int count, int bad) {
            this.count = count;
            this.bad = bad;
        }

        @Override
        public boolean advance() {
            Refusal.require(next != bad || bad == count, "number %d is bad", next);
            if (next == count) {
                return false;
            }
            next++;
            return true;
        }

        @Override
        public Document current() {
            return new Document("0123456789", "und", "numbers", Map.of());
        }

        @Override
        public Position position() {
            return Position.START.with("next", next);
        }

        @Override
        public void close() {}
    }
}
