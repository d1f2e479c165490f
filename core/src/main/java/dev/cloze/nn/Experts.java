package dev.cloze.nn;

import dev.cloze.Doc;
import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.tensor.Initialiser;
import dev.cloze.tensor.Scopes;
import dev.cloze.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Many feed-forward layers of which each token uses one (Fedus et al. 2021, §2.1, eq. 1 and 2). A router chooses the expert
 * with the highest probability, and its answer is weighted by that probability; a token that its expert turns away passes
 * with the residual stream alone.
 */
public final class Experts implements FeedForward {

    private final Projection router; // [experts, dModel]
    private final Optional<Tensor> routerBias; // [experts]
    private final List<FeedForward> experts = new ArrayList<>();
    private final Routing routing;

    /** The layer whose router is {@code router.classifier} and whose experts are {@code experts.expert_0}, …. */
    public Experts(Weights weights, Shape shape, Routing routing) {
        this.routing = routing;
        // Router in float32: bfloat16 carries 8 bits, too few for a softmax that decides routes (Fedus et al. 2021,
        // §2.4).
        Weights classifier = weights.at("router.classifier");
        // Packed, as a plain float32 product wakes the threads of another library, which then take cores from the rest.
        router = classifier.exactly(
                classifier.exact("weight", Initialiser.normal(shape.factor()), routing.experts(), shape.dModel()));
        routerBias = routing.biased()
                ? Optional.of(classifier.exact("bias", Initialiser.ZEROS, routing.experts()))
                : Optional.empty();
        Initialiser out = Initialiser.normal(shape.factor() * Math.pow(shape.dModel(), -0.5));
        for (int i = 0; i < routing.experts(); i++) {
            experts.add(FeedForward.of(weights.at("experts.expert_" + i), shape, out));
        }
    }

    /** How tokens find their experts. */
    public record Routing(
            @Doc("Experts of a layer that has them.") int experts,

            @Doc(
                    name = "capacity-factor",
                    value =
                            "While training, an expert takes this many even shares of the tokens; 0 turns no token away, 64/row takes 64 tokens of each row, as transformers does.")
            Capacity training,

            @Doc(name = "expert-capacity", value = "What an expert takes otherwise, in the same words.")
            Capacity inference,

            @Doc("While training, routers read their input times a factor that is off 1 by up to this.")
            double jitter,

            @Doc(name = "router-bias", value = "Whether routers have a bias.")
            boolean biased) {

        /** Checks the ranges. */
        public Routing {
            Refusal.require(experts > 0, "experts must be at least 1, got %d", experts);
            Refusal.require(0 <= jitter && jitter < 1, "jitter must be in [0, 1), got %s", jitter);
        }

        /** Without a bias. */
        public Routing(int experts, Capacity training, Capacity inference, double jitter) {
            this(experts, training, inference, jitter, false);
        }
    }

    @Override
    public Tensor forward(Tensor x, ForwardPass pass) {
        return Scopes.keep(() -> {
            Tensor logits = logits(x, pass); // [batch, length, experts]
            pass.routed(logits);
            Tensor flat = x.reshape(-1, x.size(2)); // [token, dModel]
            ForwardPass ofTokens = ofPlaces(pass, IntStream.range(0, Math.toIntExact(flat.size(0))), x.size(1));
            return mixed(flat, logits.view(-1, routing.experts()), limit(x, pass), ofTokens)
                    .view(x.shape());
        });
    }

    // Each token of a row stands for a row of its own.
    private static ForwardPass ofPlaces(ForwardPass pass, IntStream places, long length) {
        return pass.adapters().mixed()
                ? pass.ofRows(places.map(place -> (int) (place / length)).toArray())
                : pass;
    }

    private Tensor logits(Tensor x, ForwardPass pass) {
        Tensor exact = x.to(ScalarType.Float);
        Tensor input = pass.training() && routing.jitter() > 0 ? jittered(exact, pass) : exact;
        Tensor logits = router.apply(input, pass);
        return routerBias.isPresent() ? logits.add(routerBias.get()) : logits;
    }

    private Tensor jittered(Tensor x, ForwardPass pass) {
        Seed seed = pass.seed("jitter");
        GeneratorOptional generator = new GeneratorOptional(torch.make_generator_cpu(seed.value()));
        Tensor noise = torch.empty(x.shape()).uniform_(1 - routing.jitter(), 1 + routing.jitter(), generator);
        return x.mul(noise.to(x.device(), ScalarType.Float));
    }

    private Capacity.Limit limit(Tensor x, ForwardPass pass) {
        Capacity capacity = pass.training() ? routing.training() : routing.inference();
        return capacity.limit(Math.toIntExact(x.size(0)), Math.toIntExact(x.size(1)), routing.experts());
    }

    // {@code [token, dModel] -> [token, dModel]}
    private Tensor mixed(Tensor x, Tensor logits, Capacity.Limit limit, ForwardPass pass) {
        Tensor chosen = logits.argmax(new LongOptional(-1), true); // [token, 1]
        Routes routes = Routes.of(Tensors.longs(chosen), routing.experts(), limit);
        int[] order = routes.order();
        if (order.length == 0) {
            return torch.zeros_like(x);
        }
        Tensor places = Tensors.of(order, order.length).to(x.device(), ScalarType.Long); // [taken]
        Tensor weight = logits.softmax(-1).gather(1, chosen).index_select(0, places); // [taken, 1]
        Tensor answers = answers(x.index_select(0, places), routes, pass);
        return torch.zeros_like(x).index_copy(0, places, answers.mul(weight.to(Tensors.type(x))));
    }

    // {@code [taken, dModel] -> [taken, dModel]}, tokens of an expert side by side
    private Tensor answers(Tensor x, Routes routes, ForwardPass pass) {
        int[] order = routes.order();
        TensorVector parts = new TensorVector();
        for (int i = 0; i < routing.experts(); i++) {
            if (routes.count(i) > 0) {
                Tensor own = x.narrow(0, routes.start(i), routes.count(i)); // [tokens of the expert, dModel]
                int[] tokens = Arrays.copyOfRange(order, routes.start(i), routes.start(i) + routes.count(i));
                parts.push_back(experts.get(i).forward(own, pass.at(i).ofRows(tokens)));
            }
        }
        return torch.cat(parts, 0);
    }
}
