package dev.cloze.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloze.Golden;
import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.batch.IdMatrix;
import dev.cloze.checkpoint.adapter.AdapterFolder;
import dev.cloze.checkpoint.adapter.LoadedAdapter;
import dev.cloze.checkpoint.folder.ModelFolder;
import dev.cloze.model.Bert;
import dev.cloze.model.CausalModel;
import dev.cloze.model.DecoderState;
import dev.cloze.model.Network;
import dev.cloze.model.Seq2SeqModel;
import dev.cloze.model.Shell;
import dev.cloze.model.input.CausalInput;
import dev.cloze.model.input.DecoderInput;
import dev.cloze.model.input.EncoderInput;
import dev.cloze.nn.Activation;
import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.Residual;
import dev.cloze.nn.attention.Segments;
import dev.cloze.tensor.Scopes;
import dev.cloze.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bottleneck adapters, and those that AdapterHub's library saved with what it computed with them. */
class BottlenecksTest {

    private static final Path HUB = Path.of("src/test/resources/adapterhub");
    private static final int[] IDS = {5, 6, 7, 8, 9, 1};
    private static final Offset<Float> NEAR = Offset.offset(1e-4f);

    @TempDir
    Path place;

    private static Path model(String name) {
        return Golden.folder("models/" + name).orElseThrow();
    }

    /** What each model says of the last token. */
    private static float[] last(Network network) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            EncoderInput input = new EncoderInput(Tensors.of(IdMatrix.over(1, IDS.length, IDS)), Segments.WHOLE);
            Network bare = network instanceof Shell shell ? shell.inner() : network;
            if (bare instanceof Bert bert) {
                return Tensors.floats(
                        bert.logits(bert.hidden(bert.encode(input, ForwardPass.inference()), ForwardPass.inference()))
                                .select(1, -1));
            }
            if (network instanceof CausalModel model) {
                CausalInput texts = new CausalInput(input.tokens(), Segments.WHOLE);
                return Tensors.floats(model.logits(model.hidden(texts, ForwardPass.inference()))
                        .select(1, -1));
            }
            Seq2SeqModel model = (Seq2SeqModel) network;
            Tensor encoded = model.encode(input, ForwardPass.inference());
            DecoderInput targets = new DecoderInput(input.tokens(), Segments.WHOLE);
            Tensor hidden = model.decode(targets, encoded, Segments.WHOLE, ForwardPass.inference());
            return Tensors.floats(model.logits(hidden).select(1, -1));
        }
    }

    private static float[] stepwise(Seq2SeqModel model) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            EncoderInput input = new EncoderInput(Tensors.of(IdMatrix.over(1, IDS.length, IDS)), Segments.WHOLE);
            float[] last = {};
            try (DecoderState state = model.start(
                    model.encode(input, ForwardPass.inference()),
                    Segments.WHOLE,
                    new DecoderState.Shape(1, IDS.length),
                    ForwardPass.inference())) {
                for (int id : IDS) {
                    last = Tensors.floats(model.step(state, Tensors.of(new int[] {id}, 1, 1)));
                }
            }
            return last;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bert-seq_bn",
                "bert-double_seq_bn",
                "t5-v1.1-seq_bn",
                "t5-v1.1-double_seq_bn",
                "bart-seq_bn",
                "bart-double_seq_bn",
                "gpt2-seq_bn",
                "gpt2-double_seq_bn"
            })
    void an_adapter_of_adapter_hub_does_what_it_did_there(String name) throws IOException {
        String base = name.replaceFirst("-(double_)?seq_bn$", "");
        JsonNode expected = new ObjectMapper()
                .readTree(HUB.resolve("expected.json").toFile())
                .path(base + "/" + name.substring(base.length() + 1));
        assertThat(expected.size()).isPositive();
        Network network = AdapterFolder.use(model(base), HUB.resolve(name), PeftReference.INFERENCE)
                .network();
        float[] found = last(network);
        assertThat(found).hasSize(expected.size());
        Iterator<JsonNode> values = expected.iterator();
        for (float value : found) {
            assertThat(value).isCloseTo((float) values.next().asDouble(), NEAR);
        }
        if (network instanceof Seq2SeqModel model) {
            assertThat(stepwise(model)).containsExactly(last(network), NEAR);
        }
    }

    private static LoadedAdapter begin(Adapter adapter, String model) {
        return AdapterFolder.begin(
                model(model), config -> adapter, PeftReference.FROZEN, PeftReference.TRAINING, new Seed(3));
    }

    private void save(LoadedAdapter loaded) {
        ModelFolder.save(
                place.resolve("adapter"),
                AdapterFolder.files(
                        loaded.adapter(),
                        "",
                        loaded.model().config(),
                        loaded.adapter().kept(loaded.parameters()),
                        Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bert", "t5-v1.0", "mt5", "umt5", "switch", "bart", "cpt", "gpt2", "vlm"})
    void what_was_learnt_is_written_and_read_as_the_same(String name) {
        LoadedAdapter loaded = begin(Bottlenecks.houlsby(4, Activation.GELU), name);
        Scopes.withoutGradient(() -> loaded.parameters()
                .all()
                .forEach(parameter -> parameter.master().mul_(new Scalar(9))));
        loaded.parameters().refresh();
        save(loaded);
        LoadedAdapter again = AdapterFolder.load(
                model(name), place.resolve("adapter"), PeftReference.FROZEN, PeftReference.INFERENCE);
        assertThat(again.adapter()).isEqualTo(loaded.adapter());
        if (name.equals("cpt")) {
            return; // Has two decoders; that its weights found their places is enough.
        }
        float[] found = last(again.model().network());
        assertThat(found).containsExactly(last(loaded.model().network()), Offset.offset(1e-6f));
        float[] plain =
                last(ModelFolder.load(model(name), PeftReference.INFERENCE).network());
        float most = 0;
        for (int i = 0; i < plain.length; i++) {
            most = Math.max(most, Math.abs(plain[i] - found[i]));
        }
        assertThat(most).isGreaterThan(1e-3f);
    }

    @Test
    void a_model_without_a_place_for_them_is_refused() {
        Set<Residual.After> crossing = Set.of(Residual.After.CROSS_ATTENTION);
        assertThatThrownBy(() -> begin(new Bottlenecks(crossing, false, 4, Activation.RELU, 1), "gpt2"))
                .isInstanceOf(Refusal.class)
                .hasMessage("adapter: bottlenecks find no place in this model: none of its sub-layers is among"
                        + " [CROSS_ATTENTION]");
    }

    @Test
    void they_cannot_be_merged() {
        save(begin(Bottlenecks.pfeiffer(4, Activation.RELU), "bert"));
        Path adapter = place.resolve("adapter");
        assertThat(Files.exists(adapter.resolve("adapter.safetensors"))).isTrue();
        assertThat(AdapterFolder.settings(adapter).merge()).isEmpty();
    }
}
